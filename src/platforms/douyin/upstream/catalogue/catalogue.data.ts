/** Written by write-catalogue.js: a line a method, see there. */
export const ROWS = `
address.areaList|r|List child regions of an area|city_id i*
address.create|w|Create a shop address-book entry|address {user_name s*,mobile s,province_id i*,city_id i*,town_id i*,detail s*,street_id i*,link_type i*,fixed_phone s,remark s}*,store_id i
address.getAreasByProvince|r|Get the 4-level region tree of a province|province_id i*
address.getProvince|r|List provinces of the region tree|
address.list|r|Page through the shop address book|shop_id i,page_size i*,page_no i*,order_by s*,order_field s*,store_id i
address.provinceList|r|List provinces (address group)|
address.update|w|Update one address-book entry|address {id i*,user_name s*,mobile s,province_id i*,city_id i*,town_id i*,detail s*,street_id i*,link_type i*,fixed_phone s,remark s}*,store_id i
afterSale.addOrderRemark|w|Add a remark to an after-sale case|order_id s,after_sale_id s,remark s*
afterSale.applyLogisticsIntercept|w|Ask the carrier to intercept parcels of an after-sale case|after_sale_id i*,op_from i*,intercept_targets [{company_code s*,tracking_no s*}]*
afterSale.ApplyMarketAfterSale|w|After sale: apply market after sale|sku_order_id i*,miss_gram i,refund_amount i,item_count i,after_sale_reason i*,store_id i
afterSale.buyerExchange|w|Process a buyer's exchange request|aftersale_id i*,is_reject b*,sms_id i,comment s,evidence [s],address_id i,remark s
afterSale.buyerExchangeConfirm|w|Confirm received exchange goods and re-ship|aftersale_id i*,is_reject b*,action s,comment s,evidence [s],logistics_code s,company_code s
afterSale.CancelSendGoodsSuccess|w|Report that a shipment was stopped so the auto-refund strategy can run|aftersale_id s*,op_time i*
afterSale.Detail|r|Get one after-sale case in full|after_sale_id s*,need_operation_record b,is_searchable b
afterSale.fillLogistics|w|Fill in shipping details for resend or return flows|aftersale_id i*,send_type i*,company_code s*,tracking_no s*,book_time_begin i,book_time_end i,store_id i,pick_up_type i
afterSale.List|r|Search after-sale cases|order_id s,aftersale_type i,aftersale_status i,reason i,logistics_status i,pay_type i,refund_type i,arbitrate_status [i],order_flag [i],start_time i,end_time i,amount_start i,amount_end i,risk_flag i,order_by [s],page i*,size i*,aftersale_id s,standard_aftersale_status [i],need_special_type b,update_start_time i,update_end_time i,order_logistics_tracking_no [s],order_logistics_state [i],agree_refuse_sign [i],aftersale_sub_type i,aftersale_status_to_final_start_time i,aftersale_status_to_final_end_time i
afterSale.OpenAfterSaleChannel|w|Open the after-sale channel for an order|order_id i*
afterSale.openOutAfterSale|w|Open an after-sale case from an external system|order_id i*
afterSale.operate|w|Approve or reject after-sale cases|type i*,items [{aftersale_id s*,reason s,remark s,evidence [{type i,url s,desc s}],logistics {company_code s,logistics_code s,receiver_address_id i,sender_address_id i,after_sale_address_detail {province_name s,city_name s,town_name s,detail s,user_name s,mobile s,street_name s,province_id i,city_id i,town_id i,street_id i}},reject_reason_code i,update_time i}]*,store_id i
afterSale.rejectReasonCodeList|r|List the reject-reason codes usable for a case|aftersale_id i
afterSale.returnGoodsToWareHouseSuccess|w|Report that returned goods entered the warehouse|aftersale_id s*,op_time i*,tracking_no s,logistics_company_code s
afterSale.submitEvidence|w|Submit arbitration evidence|aftersale_id i*,comment s*,evidence [s]*
afterSale.timeExtend|w|Extend the time limit of an after-sale case|aftersale_id i*
alliance.activityProductCategoryList|r|List categories usable in a colonel activity|
alliance.colonelActivityCreateOrUpdate|w|Create or edit a colonel activity|activity_id i,application_limited b*,is_new_shop b,shop_type s,activity_name s*,activity_desc s*,apply_start_time s*,apply_end_time s*,promote_start_time s,promote_end_time s,commission_rate s*,service_rate s*,wechat_id s,phone_num s,estimated_single_sale s*,activity_type i*,specified_shop_ids s,online b*,categories s,shop_score i,activity_kind i,min_promotion_days i,threshold_cross_border i,min_exclusion_duration i
alliance.colonelActivityProduct|r|List products of a colonel activity|activity_id i*,search_type i,sort_type i,page i,count i*,cooperation_info s,cooperation_type i,product_info s,status i,retrieve_mode i,cursor s
alliance.colonelActivityProductAudit|w|Audit products submitted to a colonel activity|activity_id i*,apply_ids [i]*,operation i*,repeat_apply b,suggest_info s
alliance.colonelActivityProductExtension|w|Extend promotion time of activity products|activity_id i*,product_ids [i]*,extend_time s*
alliance.getOrderList|r|Get commission details of alliance orders|order_ids [s]*
alliance.instituteColonelActivityList|r|List colonel activities of an institution|status i*,search_type i*,sort_type i*,page i*,page_size i*,activity_info s
alliance.instituteColonelActivityOperate|w|Take down or delete a colonel activity|activity_id i*,operation i
alliance.materialsProductCategory|r|List alliance product categories|parent_id i*
alliance.materialsProductsDetails|r|Get alliance details of products by id|product_ids [i]
alliance.materialsProductsSearch|r|Search products in the affiliate alliance|title s,first_cids [i],second_cids [i],third_cids [i],price_min i,price_max i,sell_num_min i,sell_num_max i,search_type i*,sort_type i*,cos_fee_min i,cos_fee_max i,cos_ratio_min i,cos_ratio_max i,page i*,page_size i*,share_status i,activity_id i,tag i
antispam.orderQuery|w|Report an order-viewing event to risk control|event_time i*,user {uid_type i,user_id i},params s*
antispam.orderSend|w|Report an order-sending event to risk control|event_time i*,user {uid_type i,user_id i},params s*
antispam.userLogin|r|Risk check of an operator login|params s*,event_time i,user {uid_type i,user_id i}
appMessage.send|w|App message: send|template_id i*,msg_param s*
appMessage.taskList|r|App message: task list|template_id i,page_no i*,page_size i*
appMessage.templateList|r|App message: template list|page_index i*,page_size i*
brand.convert|r|Convert an old brand relation id to the standard brand id|related_id i*
brand.getSug|r|Suggest brands by name|query s*,user_id i*,filter_info {brand_ids [i],brand_category [i],status i,related_ids [i],trade_mark_ids [s],audit_status [i]},read_old b*,biz_types [i]*,enable_deduplicate b*,extra_config {use_origin_brand_info b,use_brand_info b,use_brand_name_deduplicate b}
brand.list|r|List brands usable in a leaf category|categories [i],offset i,size i,sort i,status i,full_brand_info b,category_id i,query s,brand_ids [i]
btas.getInspectionOrder|r|Get inspection details of an order|order_id s,order_code s
btas.getOrderInspectionResult|r|Get the inspection result of an order|order_code s*
btas.listBrand|r|List brands that can be inspected|
btas.saveInspectionInfo|w|Send an order to physical inspection|order_id s*,product_order_id s,order_code s,service_status i*,base_send_logistics_code s,send_type i*,send_logistics_id s,send_logistics_company_code s,send_logistics_code s,is_shipping_self i*,shipping_logistics_type s,insurance_cost i,return_intercept_type i*,return_type i
btas.saveInspectionOnline|w|Send an order to picture inspection|order_id s*,product_order_id s*,order_code s*,service_status i*,certification_code s*,is_original_info i*,brand_id i*,return_intercept_type i*,images [{image_id i*,image_url s*,image_comment s}]*
btas.sc.confirmOrderByPickupCode|w|Btas: sc confirm order by pickup code|order_code_list [s]*,pickup_code s*,sc_id i*
btas.sc.confirmReceiveOfflineOrders|w|Btas: sc confirm receive offline orders|orders [{order_code s*,product_quantity i*}]*,sc_id i*
btas.sc.getInspectionOrder|r|Btas: sc get inspection order|order_id s,order_code s,sc_id i
btas.sc.listOrderCodeByPickupCode|r|Btas: sc list order code by pickup code|pickup_code s*,sc_id i*
btas.sc.setInspectionResult|w|Btas: sc set inspection result|order_code s*,result i*,service_status i*,service_charge i*,service_center_id i*,certification_code s*,result_details s*,inspection_complete_time i*
btas.sc.shippingOfflineOrder|w|Btas: sc shipping offline order|order_code s*,sc_id i*
btas.sc.updateOrderCourier|w|Btas: sc update order courier|order_code s*,courier_code s*,logistics_name_en s*,sc_id i*
btas.SellerBindOrderCodeWithPreInspectionCode|w|Btas: seller bind order code with pre inspection code|order_code s*,inspection_code s*,inspection_sc_id i*
btas.sellerGetPowerCode|r|Btas: seller get power code|order_code s*,sc_receipt_courier_type i*,sc_receipt_order_insurance_cost i*
btas.shipping|w|Ship an inspected order|order_id s*,product_order_id s,order_code s,service_status i*,base_shipping_logistics_code s,shipping_logistics_id s*,shipping_logistics_company_code s,shipping_logistics_code s*
btas.updateOrderCourier|w|Btas: update order courier|order_code s*,courier_code s*,logistics_name_en s*
buyin.activityProductCancel|w|Buyin: activity product cancel|activity_id i*,product_id i*,origin_activity_id i
buyin.activityProductExtendApprove|w|Answer an extension request of an activity product|activity_id i*,product_id i*,status i*
buyin.activityProductExtendList|r|List extension requests of activity products|page i,page_size i,search_type i,activity_id i
buyin.activityProductList|r|Buyin: activity product list|page i*,size i*,activity_id i*,applied_sub_status i,product_info s,sort_field i,sort_direction i
buyin.activitySearch|r|Search colonel activities|status i,activity_name s,page i,size i,sort_type i,search_type i
buyin.activityShareCommandParse|r|Buyin: activity share command parse|share_command s*
buyin.activityShareConvert|r|Buyin: activity share convert|activity_id i*,pid s*,need_qr_code b*,external_info s,mix_activity_id s,activity_url s,platform i,product_id i
buyin.applyActivities|w|Enrol products in a colonel activity|activity_id i*,service_rate i*,phone_number s*,products [{product_id i*,activity_price i*,commission_rate i*,promotion_stock i,gift_info s,promotion_step s,product_activity_ratio s,promotion_end_time s,months_of_protection i}]*,service_ratio s
buyin.bindChannelProduct|w|Buyin: bind channel product|product_id i*,channel_id i*,channel_type i*,is_all b,author_ids [i],buyin_ids [i]
buyin.channelBindAuthors|w|Buyin: channel bind authors|channel_id i*,channel_type i*,product_id i*,page i,page_size i
buyin.colonel.specialApplyDeal|w|Audit a special request on a colonel activity|activity_id i*,product_id i*,special_apply_id i*,status i*
buyin.colonel.specialApplyList|r|List special requests on colonel activities|activity_id i,search_type i,page i,size i
buyin.colonel.trusteeshipList|r|Buyin: colonel trusteeship list|product_id i,business_id i,status i,sub_status i,page i,page_size i*,retrieve_mode i,cursor s,order_by i
buyin.colonelActivityDetail|r|Get the detail of a colonel activity|activity_id i*
buyin.colonelAwardTaskList|r|Buyin: colonel award task list|task_info s,status i,page i,page_size i
buyin.colonelExtendApplyList|r|Buyin: colonel extend apply list|activity_id i,product_id i,status [i]*,page i,size i
buyin.colonelMultiParseActivityUrl|r|Buyin: colonel multi parse activity url|activity_url [s]*
buyin.colonelMultiSettlementOrders|r|Buyin: colonel multi settlement orders|size i,cursor s,time_type s,start_time s,end_time s,order_ids s
buyin.createOrUpdateOrienPlan|w|Create or edit a targeted commission plan|is_create b*,plan {orien_plan_id s,product_id i,cos_ratio f,apply_type i,restricted_type i,author_level i,audit_type i,end_time i}*
buyin.decryptContactInfo|r|Buyin: decrypt contact info|text s*
buyin.distributionLiveProductList|r|Buyin: distribution live product list|author_buyin_id s*
buyin.distributionRedpackDetailList|r|Buyin: distribution redpack detail list|buyin_id s*,page i,page_size i,redpack_name s,start_date s,end_date s
buyin.doukeActivityMaterialList|r|Buyin: douke activity material list|page i*,page_size i*,activity_status i
buyin.doukeActivityShare|r|Buyin: douke activity share|material_id i*,pid s*,need_qr_code b*,external_info s,platform i,extra_params s,product_id i,need_zlink b
buyin.doukeCommandParseAndShare|r|Buyin: douke command parse and share|command s*,share_params {pid s,external_info s,need_share_info_field {need_share_command b,need_qrcode b,need_zlink b,need_share_link b},platform i}
buyin.doukeCrowdMatch|r|Buyin: douke crowd match|device_fingerprint_info {device_fingerprint_id s*,device_fingerprint_type i*,is_md5 b*}*
buyin.doukeOrderAds|r|Buyin: douke order ads|size i,cursor s,start_time s,end_time s,order_ids s,pid s,distribution_type s,time_type s,query_order_type i
buyin.doukePidCreate|w|Buyin: douke pid create|media_type i*,media_name s,media_id i,site_name s*
buyin.doukePidDel|w|Buyin: douke pid del|pids s*
buyin.doukePidEdit|w|Buyin: douke pid edit|pid s*,site_name s*
buyin.doukePidList|r|Buyin: douke pid list|page i,page_size i,media_type i,pid s,site_name s
buyin.doukeProductExclusiveCoupon|w|Buyin: douke product exclusive coupon|product_url s*
buyin.doukeRewardOrders|r|Buyin: douke reward orders|page i*,page_size i*,pid s,start_date s,end_date s,distribution_type i
buyin.exclusivePlan|w|Create or edit exclusive commission plans|is_create b*,status i,products [{product_id i*,cos_ratio i}]
buyin.exclusivePlanAuthorOperate|w|Buyin: exclusive plan author operate|op_type i*,author_buyin_id i*
buyin.externalServiceFeeOrderImport|w|Buyin: external service fee order import|external_order_id s*,sub_status i*,kol_account_id s*,kol_account_type i*,products [{product_url s*,live_price_min i*,live_price_max i*,min_stock i*,custom_rate i*}]*,order_type i*,contract {live_type i*,contact_name s,contact_phone s,min_gmv i*,order_fee i,live_start_time i*,live_end_time i*,introduce_duration i,max_deliver_time i,assure_price i,assure_price_channel i,assure_price_pred i,assure_price_postd i,ad_act i,ad_act_amount i,ad_act_role i,addon s}*
buyin.getProductShareMaterial|r?|Get sharing material of a product|
buyin.instGmv|r|Get selection GMV of an institution for a day|date s*,search_type i
buyin.instGmvDetail|r|Get selection GMV details of an institution for a day|date s*,product_id i,size i,page i,search_type i
buyin.instituteLivePreviewList|r|Buyin: institute live preview list|buyin_id s*,need_product_info b,page i,page_size i
buyin.instituteLivePreviewShare|r|Buyin: institute live preview share|live_appointment_id s*,pid s*,buyin_id s*,platform i,external_info s
buyin.instituteLiveShare|r|Get live-room sharing material for a distributor|pid_info {pid s*,external_info s}*,open_id s,buyin_id s,need_qr_code b,dy_code s,product_id i,platform i,need_zlink b
buyin.instituteOrderAds|r|List live-room distribution orders of a distributor|size i,cursor s,start_time s,end_time s,order_ids s,pid s,distribution_type s*,open_id s,time_type s
buyin.instituteOrderColonel|r|List alliance orders of a colonel|size i,cursor s,start_time s,end_time s,order_ids s,time_type s
buyin.instituteOrderMCN|r|List alliance orders of an MCN|size i,cursor s,start_time s,end_time s,order_ids s,time_type s
buyin.instituteOrderPick|r|Buyin: institute order pick|size i,cursor s,start_time s,end_time s,product_id s,search_type i,order_ids s
buyin.institutePidCreate|w|Create a distributor PID|media_type i*,media_name s,media_id i,site_name s*
buyin.institutePidDel|w|Delete a distributor PID|pids s*
buyin.institutePidEdit|w|Edit a distributor PID|pid s*,site_name s*
buyin.institutePidList|r|List distributor PIDs|page i,page_size i,media_type i,pid s,site_name s
buyin.institutionInfo|r|Buyin: institution info|
buyin.instPickSourceConvert|r|Convert a product link to a tracked pick-source link|product_url s*,pick_extra s
buyin.kolLivePreviewList|r|Buyin: kol live preview list|need_product_info b,page i,page_size i
buyin.kolLivePreviewShare|r|Buyin: kol live preview share|live_appointment_id s*,pid s*,platform i,external_info s
buyin.kolLiveShare|r|Get live-room sharing material for a creator|pid_info {pid s*,external_info s}*,need_qr_code b,platform i,need_zlink b
buyin.kolMaterialsProductsDetails|r?|Get alliance product details for a creator|
buyin.kolMaterialsProductsSearch|r|Search alliance products for a creator|title s,first_cids [i],second_cids [i],third_cids [i],price_min i,price_max i,sell_num_min i,sell_num_max i,search_type i*,sort_type i*,cos_fee_min i,cos_fee_max i,cos_ratio_min i,cos_ratio_max i,page i*,page_size i*,share_status i,activity_id i,tag i
buyin.kolOrderAds|r|List distribution orders of a creator|size i,cursor s,start_time s,end_time s,order_ids s,pid s,distribution_type s,open_id s,time_type s,query_order_type i
buyin.kolPidCreate|w|Create a creator PID|media_type i*,media_name s,media_id i,site_name s*
buyin.kolPidDel|w|Delete a creator PID|pids s*
buyin.kolPidEdit|w|Edit a creator PID|pid s*,site_name s*
buyin.kolPidList|r|List creator PIDs|page i,page_size i,media_type i,pid s,site_name s
buyin.kolProductsDetail|r|Buyin: kol products detail|product_ids [i]*,fields s
buyin.kolProductShare|r|Convert a product to sharing material with a PID|product_url s*,pid s*,external_info s,need_qr_code b,platform i,use_coupon b,need_share_link b,ins_activity_param s,need_zlink b
buyin.liveShareCommandParse|r|Buyin: live share command parse|command s*
buyin.liveShareMaterial|r|List creators whose live rooms can be distributed|author_type i,author_levels [i],frist_cids [s],author_info s,page i*,page_size i*,sort_by i,sort_type i,live_status i
buyin.materialsProductStatus|r|Get alliance and shelf status of products|products [s]*
buyin.MCNMultiSettlementOrders|r|Buyin: mcnmulti settlement orders|size i,cursor s,time_type s,start_time s,end_time s,order_ids s
buyin.MCNSearchKolExclusiveActivityList|r|Buyin: mcnsearch kol exclusive activity list|kol_buyin_id s*,product_id s*,page i,page_size i
buyin.MCNSearchKolExclusiveProductList|r|Buyin: mcnsearch kol exclusive product list|kol_buyin_id s*,page i*,page_size i*
buyin.mHandleTrusteeshipApply|w|Buyin: m handle trusteeship apply|product_ids [i]*,op_type i*
buyin.orienPlanAudit|w|Audit a creator's application to a targeted plan|audit_action i*,apply_id i*
buyin.orienPlanAuthors|r|List creators of a targeted plan|orien_plan_id s*,page i,page_size i,audit_status i,user_name s,buyin_id i
buyin.orienPlanAuthorsAdd|w|Add creators to a targeted plan|orien_plan_id s*,buyin_ids [i]*
buyin.orienPlanCtrl|w|Close, delete or restore a targeted plan|orien_plan_id s*,action i*
buyin.orienPlanList|r|List targeted commission plans|page i,page_size i,product_id i,product_name s,orien_plan_id s
buyin.originColonelApplyActivities|w|Enrol a colonel's products in a second-level activity|activity_id i*,phone_number s*,products [{product_id i*,origin_activity_id i*,promotion_end_time s}]*,service_ratio s
buyin.originColonelEnrollableActivityList|r|List second-level activities a colonel can join|apply_status i*,page i,page_size i,commission_rate_min i,commission_rate_max i,service_rate_min i,service_rate_max i,product_category_id i,inst_acti_name s,retrieve_mode i,cursor s,colonel_buyin_id i
buyin.originColonelUnappliedProductList|r?|List a colonel's products not yet enrolled|
buyin.productsDetail|r|Buyin: products detail|product_ids [i]*,fields s
buyin.productSkus|r|Get SKU information of an alliance product|product_id i*
buyin.queryInstituteOrders|r?|List orders of an institution (old)|
buyin.queryShopAllianceOrder|r|Buyin: query shop alliance order|size i,cursor s*,start_time s,end_time s,order_ids s,time_type s
buyin.queryShopAllianceProducts|r|Buyin: query shop alliance products|page i*,size i*,product_ids [i],status i,title s,in_stock b,check_status [i],sort_by s,sort_order s,fields [s]
buyin.queryShopSelfAuthors|r|Buyin: query shop self authors|page i,page_size i
buyin.serviceFeeOrderList|r|Buyin: service fee order list|start_time s,end_time s,kol_buyin_id s*,page i*,page_size i*
buyin.shareCommandParse|r|Parse a sharing command into a product link|command s*
buyin.shareRedpack|w|Buyin: share redpack|redpack_id s*,pid s*,external_info s,need_qr_code b
buyin.shopActivityDetail|r|Buyin: shop activity detail|activity_id i*
buyin.ShopActivityList|r|List colonel activities a shop can join|apply_status i*,page i,page_size i,commission_rate_min i,commission_rate_max i,service_rate_min i,service_rate_max i,product_category_id i,inst_acti_name s,retrieve_mode i,cursor s,colonel_buyin_id i
buyin.shopMultiSettlementOrders|r|Buyin: shop multi settlement orders|size i,cursor s,time_type s,start_time s,end_time s,order_ids s
buyin.shopPidMemberCreate|w|Bind members to a PID|pid s*,member_available_time i*,external_info s
buyin.simplePlan|w|Create or edit ordinary commission plans|is_create b*,status i,products [{product_id i*,cos_ratio i}]
buyin.simplePlanList|r|Buyin: simple plan list|status i,page i,page_size i,product_info s
compass.CommonProductQueryData|r|Compass: common product query data|end_date s*,date_type i*,activity_id s,begin_date s*,product_id s*,page_no i,page_size i,sorted_field s,is_asc b
compass.getShopLiveLeaderTradeListByWeek|w|Compass: get shop live leader trade list by week|industry_id i*,first_cate_id i*,begin_time i*,top_start i*,top_end i*
coupons.abandon|w|Void a coupon before refund|cert_no s*
coupons.cancelVerify|w|Undo a coupon verification|cert_no s*,batch_no s,cancel_verify_count i
coupons.certVerifyUpdate|w|Update the verification count of a coupon|cert_no s*,update_time s*,update_verify_count i*,batch_no s*,extra s
coupons.extendCertValidEndByOrder|w?|Extend coupon validity of an order|order_id ?,batch_no ?,extend_time ?,reason ?,op {platform ?,op_uid ?}
coupons.list|r?|List coupons of an order|order_id ?,cert_no ?,cert_type ?
coupons.syncV2|w|Push sold coupon codes to the platform|order_id s*,sku_id i,cert_list [{out_cert_id s,cert_no s*,cert_key s,grant_time s*,can_extend_valid_count i,status i,valid_start s,valid_end s}]*
coupons.verifyV2|w|Verify (redeem) coupons|cert_no s*,verify_time s,batch_no s,verify_count i,cert_key s
crossBorder.customsTaxInfo|w|Cross border: customs tax info|vendor s*,customs_code s*,customs_name s*,customs_tax_data {order_id s*,invt_no s,tax_no s,ebc_name s,return_time s*,customs_tax s*,value_added_tax s*,consumption_tax s*,status i,tax_detail_list [{gnum i*,gcode s*,tax_price s,customs_tax s*,value_added_tax s*,consumption_tax s*}]*}*
crossBorder.getTradeOrderStatus|r|Get the status of a cross-border trade order|vendor s,order_id s
crossBorder.notifyWarehouseFeeOrder|w|Cross border: notify warehouse fee order|ws_store_no s*,warehouse_code s*,fee_date i*,need_charge b*,vendor s*,detail_list [{cargo_code s*,order_no s*,order_type s*,stock_num i*,warehouse_area_type i*,storage_age i*,bar_code s,length i*,width i*,height i*}]
crossBorder.orderConfirm|w|Cross border: order confirm|vendor s*,order_id s*,status i*,occurrence_time s*,error_info {error_code s,error_msg s},deliver_info {carrier s,trans_no s,ship_address s,waybill s,product_num i,mark s,delivery_name s,delivery_tel s}
crossborder.orderCustomClearance|w|Report customs clearance status|vendor s*,order_id s*,status i*,occurrence_time s*,customs_code s*,customs_name s*,error_info {error_code s*,error_msg s*}
crossborder.OrderInterception|w|Report the result of a lock (interception) request|vendor s*,order_id s*,occurrence_time s*,status i*
crossBorder.orderList|r|List cross-border orders for a service provider|vendor s*,start_time s*,end_time s*,order_by s*,is_desc s,order_list [s],page i,size i
crossborder.orderLogisticsTrace|w|Report international trunk-line milestones|order_id s*,vendor s*,status i*,occurrence_time s*,origin s*,destination s*,transportation {oversea_trans_no s,bill_no s,voyage_no s}
crossBorder.orderOperate|w|Report warehouse operations of a cross-border order|order_id s*,vendor s*,status i*,occurrence_time s*,transportation {domestic_carrier s,domestic_trans_no s,domestic_ship_address s,product_num i,mark s,waybill s,delivery_name s,delivery_tel s},package {packing_materials [{packing_material_code s*,packing_material_name s*,packing_material_num i*}]*,consumables_materials [{consumables_code s,consumables_name s,consumables_num i}],package_weight i*,package_items [{item_id s,sku_id i,item_no s,inventory_type i,quantity i,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s,lot_id s,batch_extend s},line_no s}]},error_info {error_code s,error_msg s},warehouse_code s
crossBorder.receiveFeederInfo|w|Cross border: receive feeder info|operator s*,data {bagging_num s,event_type i*,event_code s*,event_msg s*,occurrence_time i*,waybill_no s*,pics [s]}*,vendor s*
crossBorder.receiveReceiptOfCustomsWayBill|w|Cross border: receive receipt of customs way bill|order_no s*,logistics_code s*,logistics_no s*,return_status s*,return_time i*,return_info s*
crossborder.stockTaking|w|Report stock-taking results|vendor s*,warehouse_code s*,shop_id i,taking_type i*,occurrence_time i*,remark s,stock_taking_details [{cargo_code s*,quality_grade i*,quantity i*,reason_code i*,reason_msg s,extend <s s>,duty s,remark s,evidence [s]}]*,idempotent_no s,status i,inbound_plan_no s,adjust_biz_type i,owner_id i
crossborder.stockTransform|w|Report stock type changes|transform_type i*,vendor s*,warehouse_code s*,shop_id i,occurrence_time i*,remark s,stock_transform_details [{cargo_code s*,from_grade i*,to_grade i*,quantity i*,reason_code i*,reason_msg s,extend <s s>,duty s,remark s,evidence [s]}]*,idempotent_no s,status i,inbound_plan_no s,adjust_biz_type i,owner_id i
crossborder.takingLogisticsInfo|w|Report waybill information|vendor s*,order_id s*,domestic_carrier s*,domestic_trans_no s*,express_code s,express_cop_code s*,express_cop_name s*,sort_code s,remark01 s,remark02 s,remark03 s,remark04 s,remark05 s,remark06 s,remark07 s,remark08 s,remark09 s,remark10 s
crossborder.warehouseInOutboundEvent|w|Report bonded warehouse in/outbound events|in_outbound_event_type i*,source_order_no s*,sp_order_no s,occurrence_time i*,tally_report_url [{url s*,name s*}],inbound_cargo_infos [{cargo_code s*,actual_stack_count i*,good_cargo_count i*,defective_cargo_count i*,expiry_date s*}],outbound_cargo_infos [{cargo_code s*,quality_grade i*,quantity i*,extend <s s>}],error_reason s,vendor s*,tally_report {tally_order_id s*,customs_order_id s,tally_total_qty i*,customs_qty i,outbound_tally_date i,arrival_date i,tally_completed_time i*,tally_report_cargo_details [{cargo_code s*,origin_country s*,cargo_name s*,length i*,width i*,height i*,volume i*,length_unit s,weight i*,weight_unit s,barcode s*,good_qty i*,defective_qty i*,customs_qty i,receive_qty i*,product_batch_no s,product_date i*,expiration_date i,difference s*,remark s}]*},warehouse_code s
dutyFree.orderConfirm|w|Accept a duty-free order|order_id s*,status i*,occurrence_time s*,error_info {error_code s*,error_msg s*}
dutyFree.orderList|r|Pull duty-free orders|start_time s*,end_time s*,order_by s*,is_desc s,order_list [s],page i,size i
dutyFree.orderOperate|w|Report duty-free handling milestones|order_id s*,occurrence_time s*,status i*,verification_info {leave_type i*,leave_ticket_no s*,leave_time s*},transportation {domestic_carrier s*,domestic_trans_no s*},error_info {error_code s*,error_msg s*}
freightTemplate.create|w|Create a freight template|template {template_name s*,product_province i*,product_city i*,calculate_type i*,transfer_type i*,rule_type i*,fixed_amount i}*,columns [{first_weight f,first_weight_price f,first_num i,first_num_price f,add_weight f,add_weight_price f,add_num i,add_num_price f,is_default i,is_limited b,rule_address s,is_over_free b,over_weight f,over_amount i,over_num i,min_sku_amount i,max_sku_amount i,province_infos [{id i,children [{id i,children [{id i,children [{id i}]}]}]}]}]
freightTemplate.detail|r|Get a freight template|freight_id i*
freightTemplate.list|r|List freight templates|name s,page s,size s
freightTemplate.update|w|Update a freight template|template {id i*,template_name s*,product_province i,product_city i,calculate_type i,transfer_type i,rule_type i,fixed_amount i}*,columns [{first_weight f,first_weight_price f,first_num i,first_num_price f,add_weight f,add_weight_price f,add_num i,add_num_price f,is_default i,is_limited b,rule_address s,is_over_free b,over_weight f,over_amount i,over_num i,min_sku_amount i,max_sku_amount i,province_infos [{id i,children [{id i,children [{id i,children [{id i}]}]}]}]}]
gis.fenceArea.push|w|Gis: fence area push|express s*,express_key s*,action i*,fence_area [{province_code s,city_code s,district_code s,street_code s,detail_address s,branch_code s*,branch_name s*,area_type i*,fence {type s*,standard s*,multipolygon s}*,data_id i*,entity_type i*,delivery_type i,three_segment_code s,biz_type i,reachable i*,calculate i*}]*
gis.serviceArea.sync|w|Gis: service area sync|express s*,ability_code s*,service_areas [{country_code s,province_code s,city_code s,district_code s,street_code s,fence {type s*,standard s*,multipolygon [{polygons [{polygon [{longitude f*,latitude f*}]*}]*}]},service_area_express i*,service_area_type s*,country_name s,province_name s,city_name s,district_name s,street_name s}]*,resource_ability {resource_code s*,resource_type s*,ability_code s*,ability_type s*}
iop.getSellerList|r|Iop: get seller list|page i,page_size i,bind_status [i]
iop.orderInfo|r|Supplier: get one dropship order|user_id i*,distr_order_id s*
iop.orderList|r|Supplier: list dropship orders|start_update_time i,end_update_time i,page i*,size i*,distr_status i,start_distr_time i,end_distr_time i
iop.roleGet|r|Get the dropship role of the shop|
iop.sellerCancleDistribute|w|Seller: cancel distribution of dropship orders|distr_order_ids [s]*
iop.sellerDistribute|w|Seller: distribute orders to suppliers|distribute_order_list [{supplier_shop_id i*,distr_order_id s*}]*
iop.sellerOrderInfo|r|Seller: get one dropship order|distr_order_id s*
iop.sellerOrderList|r|Seller: list dropship orders|start_update_time i,end_update_time i,page i*,size i*,product_name s,product_id s,shop_order_id s,order_status i,distr_order_id s,distr_status i,after_sale_status i,supplier_shop_id i,province_id s,start_deal_time i,end_deal_time i
iop.sellerSupplierList|r|Seller: list bound suppliers|page i*,page_size i*,bind_status [i]
iop.waybillCancel|w|Cancel a dropship e-waybill|user_id i*,company_code s*,track_no s*
iop.waybillGet|w|Get e-waybills for dropship orders|sender {contact {name s*,phone s,mobile s}*,address {countryCode s*,provinceCode s,provinceName s*,cityCode s,cityName s*,districtCode s,districtName s*,streetCode s,streetName s,detailAddress s*}*}*,trade_order_list [{user_id i*,order_infos [{service_list [{service_code s*,service_value s*}],product_type s,pay_method i,distr_order_id s*,items [{item_name s*,item_specs s,item_count i*,item_volume i,item_weight i,item_net_weight i}]*,sender_fetch_time s,is_sign_back i,remark s,extra s,pay_amount i,total_pack_count i,total_weight s,total_length s,total_width s,total_height s,volume s,pack_id s,warehouse {wh_code s,delivery_type s,wh_order_no s}}]*,delivery_req {is_center_delivery b,is_pickup_self b},company_code s*}]*
iop.waybillReturn|w|Report the waybill of a dropship order (ships it)|user_id i*,distr_order_id s*,company_code s,track_no s,is_refund_reject b,address_id i,send_addr {province {id s*,name s*}*,city {id s*,name s*}*,town {id s*,name s*}*,detail s*,landmark s*,street {id s*,name s*}*},pack_list [{track_no s*,ship_num i*,company_code s*}],serial_number_list [s]
iop.waybillUpdate|w|Change the waybill of a shipped dropship order|user_id i*,distr_order_id s*,track_no s*,company_code s*,delivery_id s*
logistics.appendSubOrder|w|Append sub-waybills to an e-waybill|track_no s*,logistics_code s*,pack_add_quantity i*,is_return_full_sub_codes b
logistics.cancelOperateOrder|w|Logistics: cancel operate order|waybill_code s*,reason s*,status s*
logistics.cancelOrder|w|Cancel an e-waybill|logistics_code s*,track_no s*,user_id i
logistics.collectInfoCallback|w|Logistics: collect info callback|biz_type s*,operate_time i*,request_id s*,waybill_code s*,collect_info {courier_name s,courier_tel s,net_code s,net_name s,net_tel s}*
logistics.courierStation.cancelTerminalOrder|w|Logistics: courier station cancel terminal order|orderId s*,cancelCode s*,cancelReason s,operationTime s*,bizType s*,partnerCode s*,postCode s,postName s,status s*,brandCode s*
logistics.courierStation.updateTerminalOrder|w|Logistics: courier station update terminal order|bizType s*,orderId s*,operationTime s*,postInfo {waybillCode s,express s,weightInfo {sumFee i,insuredFee i,packageFee i,actualWeight i,chargedWeight i,chargedType i}},partnerCode s*,postCode s,postName s,brandCode s*
logistics.createSFOrder|w|Create an SF order|order_id s*,pack_id s,cargo_details [{name s,currency s,count i,unit s,amount s,weight s,source_area s}]*,service_list [{name s*,value s,value1 s,value2 s,value3 s,value4 s}],contact_info_list [{contact_type i*,biz_company s,contact s,tel s,mobile s,country s,province s*,city s,county s,address s}]*,pay_method i,express_type_id i,parcel_qty i,total_weight s,is_sign_back i,remark s,total_length s,total_width s,total_height s,volume s,user_id i,order_channel s
logistics.customTemplateList|r|List custom waybill template areas (old)|logistics_code s
logistics.deliveryNotice|w|Release or return SF pre-positioned parcels|waybill_no s*,notice_type s*
logistics.ebillInfoGet|r|Logistics: ebill info get|waybill_code s*,company s,user_type i*,system_source s*,query_reason s*,ip_address s,user_id s,net_code s,net_name s
logistics.fetchBluetoothCmd|r|Logistics: fetch bluetooth cmd|waybill_applies [{track_no s*,std_template_code s*,cus_template_url s,cus_template_code s,cus_print_data s}]*,remote_print_config {need_top_logo b,horizontal_offset i,vertical_offset i,print_direction s,printer_name s*},cmd_type s*,cmd_encode s*
logistics.getCustomTemplateList|r|List custom waybill template areas|logistics_code s
logistics.getDesignTemplateList|r|List designer-made waybill templates|
logistics.getDistrict|r|Logistics: get district|code s,subdistrict i,version s
logistics.getOutRange|r|Check whether a carrier reaches an address|logistics_code s*,sender_address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s*},receiver_address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s*},type i*,service_list [{service_code s,service_value s}],product_type s,delivery_req {is_center_delivery b,is_pickup_self b}
logistics.getRecommendedAndDeliveryExpressByOrder|r|Get reachable and recommended carriers for an order|sender_address {country_code s,province_code s,province_name s*,city_code s,city_name s*,district_code s,district_name s*,street_code s,street_name s,detail_address s*,address_id i,zip_code s}*,order_info_list [{order_id s*,product_type s,express_list [s]}]*,order_channel s
logistics.getShopKey|r|Get the shop key for waybill printing|cipher_text s,deviceInfo s
logistics.getUserDeliverServiceInfos|r|List delivery services the shop opened|biz_info {biz_type i*}*,service_codes [s]
logistics.ind.aoi.push|w|Logistics: ind aoi push|store_code s*,instant_delivery_code s*,aoi_id s*,aoi_type s*,aoi_area_circle [{location {longitude s*,latitude s*,standard s*},circle_radius i*}],aoi_area_polygon_list s,aoi_op_type i*,fulfill_service [s]
logistics.ind.orderStatusPush|w|Logistics: ind order status push|out_order_id s*,transport_order_id s*,order_status i*,exception_status {status i*,reason i*},estimate_sign_time i,estimate_fetch_time i,rider {rider_code s,rider_name s,temperature f,vaccine i,covid_report i,contact {name s,mobile s,tel s}},location {longitude s*,latitude s*,standard s*},update_time i*,logistics_out_order_id s,to_aoi_name s
logistics.indTrackPush|w|Logistics: ind track push|cur_time s*,company s*,trace_msgs [{track_no s*,traces [{opcode s*,op_time s*,content s*,rider {name s*,mobile s*},third_party_company s,exception_code s,exception_desc s,cancel_code s,cancel_desc s}]*}]*
logistics.isByteDancePackage|r|Logistics: is byte dance package|waybillCode s*,expressCompany s*,bizType s
logistics.listShopNetsite|r|List carrier subscriptions and waybill balances|logistics_code s*
logistics.netsiteApplyCallback|w|Logistics: netsite apply callback|book_id s*,result b*,remark s,company s,action i
logistics.newCreateOrder|w|Get e-waybill numbers and print data|sender_info {address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s*}*,contact {name s*,phone s,mobile s}*}*,logistics_code s*,order_infos [{order_id s*,pack_id s,service_list [{service_code s,service_value s}],product_type s,pay_method i,pay_amount i,pod_model_address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s*},receiver_info {address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s*,province_code s,city_code s,district_code s,street_code s}*,contact {name s*,phone s,mobile s}*}*,items [{item_name s*,item_specs s,item_count i*,item_volume i,item_weight i,item_net_weight i}]*,sender_fetch_time s,is_sign_back i,remark s,extra s,total_pack_count i,total_weight s,total_length s,total_width s,total_height s,volume s,warehouse {is_sum_up b*,wh_code s,wh_order_no s,delivery_type s},net_info {category s,net_code s,monthly_account s,secret_key s},shipping_code s,special_delivery_type_code s,special_delivery_type_value s,package_weight i,combine_orders [s]}]*,user_id i,delivery_req {is_center_delivery b,is_pickup_self b},order_channel s
logistics.operatorAppointmentEventRequest|w|Logistics: operator appointment event request|service_code s*,operation_no s*,appointment_time s,operation_time s,service_entity_code s
logistics.pushPickupCode|w|Logistics: push pickup code|waybill_code s*,express_company s*,partner_code s*,pick_code s*,pick_site_type s*,pick_site_name s*,pick_site_code s*,pick_site_address s*,pick_site_phone s*,partner_source s*,operation_time s*,extend <s s>
logistics.queryPackageRoute|r|Get the track of any registered parcel|track_no s*,express s*,receiver {name s*,phone s,mobile s,email s,virtual_mobile s},sender {name s*,phone s,mobile s,email s,virtual_mobile s}
logistics.queryPaymentInfo|r|Logistics: query payment info|bizType s*,orderId s*,partnerCode s*,postCode s*,postName s*
logistics.queryPaymentStatus|r|Logistics: query payment status|orderId s*,bizType s
logistics.QueryRecycleCateByLevelForPaging|r|Logistics: query recycle cate by level for paging|level i,page_num i*,page_size i*
logistics.registerPackageRoute|w|Subscribe to the track of a parcel|express s*,track_no s*,outer_order_id s,outer_sub_order_id s,callback_url s*,receiver {contact {name s*,phone s*,email s},address {province {name s*,code s},city {name s*,code s},town {name s*,code s},street {name s*,code s},detail s*}},sender {contact {name s*,phone s*,email s},address {province {name s*,code s},city {name s*,code s},town {name s*,code s},street {name s*,code s},detail s*}},cargo_list [{name s,quantity i,volume i,total_weight i*,total_net_weight i*,unit s}]*,extend <s s>
logistics.resourceAbilityServiceArea|w|Logistics: resource ability service area|ability_code s*,service_areas [{country_code s,country_name s,province_code s,province_name s,city_code s,city_name s,district_code s,district_name s,street_code s,street_name s,service_fence s,service_area_express i,service_area_type s}]*,extend_dimension_code s
logistics.reverse.reportException|w|Logistics: reverse report exception|waybill_code s*,express s*,order_id s*,reason s*,report_status s*,call_info [{call_number s,caller_name s,receive_number s,is_connected b,call_time s,call_duration s}],need_connect b
logistics.sendByteDanceMessage|w|Logistics: send byte dance message|waybillCode s*,expressCompany s*,message s*,pickMsgCode s*
logistics.templateList|r|List carriers' standard waybill templates|
logistics.terminalCancelOrder|w|Logistics: terminal cancel order|waybillCode s,orderId s,operationType s,backCode s,operatorName s,operatorTel s,cancelCode s,cancelReason s,isConnected b,call b,callNums s,callInfo [{callNumber s,callerName s,receiveNumber s,isConnected b,callTime s,callDuration s}],needConnect b
logistics.terminalRouteData|w|Logistics: terminal route data|track_operation s*,sign_by s,post_station_tel s,longitude s,latitude s,standard s,pick_up_address {country_code s,province_code s,province_name s,city_code s,city_name s,district_code s,district_name s,street_code s,street_name s,detail_address s}*,courier_name s,courier_tel s,service_type s*,waybill_code s*,express_company s*,partner_code s*,pick_code s,pick_site_type s*,pick_site_name s*,pick_site_code s*,pick_site_phone s*,operation_time s*,extend <s s>,exception_code s,exception_description s
logistics.trackNoRouteDetail|r|Get the track of a platform e-waybill|logistics_code s*,track_no s*
logistics.trackPush|w|Logistics: track push|cur_time s*,company s*,trace_msgs [{track_no s*,traces [{trace_type s*,trace_sub_type s*,op_time s*,content s*,current_address {province s,province_code s,city s,city_code s,town s,town_code s,street s,street_code s,detail s},next_address {province s,province_code s,city s,city_code s,town s,town_code s,street s,street_code s,detail s},reason s,city s,site_name s,site_code s,operator_name s,operator_phone s,facility_type s,next_site_code s,exception_code s,description s,new_track_no s,new_company s,time s,third_sort_code s,is_not_learning b,courier_id s,third_party_company s,address s,pick_code s,station_name s,station_phone s,cabinet_name s,reason_type s,new_address {province s,province_code s,city s,city_code s,town s,town_code s,street s,street_code s,detail s},new_receiver {name s,mobile s},signer_name s}]*}]*
logistics.updateOrder|w|Update sender or receiver data of an e-waybill|sender_info {contact {name s,phone s,mobile s}},receiver_info {address {country_code s*,province_name s*,city_name s*,district_name s*,street_name s,detail_address s,province_code s,city_code s,district_code s,street_code s}*,contact {name s,phone s,mobile s}*},logistics_code s*,track_no s*,items [{item_name s*,item_specs s,item_count i*,item_volume i,item_weight i,item_net_weight i}],remark s,extra s,user_id i,volume s,weight i,warehouse {is_sum_up b*,wh_order_no s}
logistics.updateTerminalOrder|w|Logistics: update terminal order|bizType s,cabinetNum s,cabinetName s,cabinetLongitude s,cabinetLatitude s,cabinetAddress {countryCode s,provinceCode s,provinceName s,cityCode s,cityName s,districtCode s,districtName s,streetCode s,streetName s,detailAddress s},orderId s,operationTime s,terminalInfo {courierName s,courierTel s,waybillCode s,express s,operatorName s,operatorPhone s,weightInfo {bulkyWeight i,bulkyRatio i,length f,width f,height f,traceType s,site s,sumFee i,insuredFee i,packageFee i,actualWeight i,chargedWeight i,chargedType i}},requestId s,weightTimes i
logistics.verifyDeliveryCode|r|Logistics: verify delivery code|bizType s*,orderId s*,deliveryCode s*,operationTime s*,partnerCode s*,postCode s*,postName s*,brandCode s*
logistics.virtualServicePushCallRecord|w|Logistics: virtual service push call record|request_id s*,service_code s*,tel_a s*,tel_x s*,tel_b s*,tel_y s,sub_id s,call_type s*,call_time s*,ringing_time s*,start_time s*,release_time s*,call_duration i*,ringing_duration i*,call_id s*,release_dir s*,release_cause s,call_display s*,call_recording s*,record_url s,ringing_record_url s,area_code s,remark s,tel_xext s,collect_num_time s,call_state s*,ext s
logistics.virtualServicePushCallRecordUrl|w|Logistics: virtual service push call record url|service_code s*,call_id s*,record_url s*
logistics.virtualServicePushSms|w|Logistics: virtual service push sms|request_id s*,record_id s*,service_code s*,tel_a s*,tel_x s*,tel_b s*,sub_id s,send_type s*,area_code s,receive_time s*,sms_content s*,sms_result s*,sms_num i*,remark s,ext s,tel_xext s
logistics.waybillApply|r|Get encrypted print data of e-waybills|waybill_applies [{logistics_code s*,track_no s*}]*
logistics.waybillOrderInfoQuery|r|Logistics: waybill order info query|waybill_code s,express_company s
marketing.checkCouponApplied|w|Marketing: check coupon applied|coupon_id s*,doudian_open_id i*
marketing.queryShopCouponList|r|Marketing: query shop coupon list|coupon_type i,content_type i,status i,min_start_apply_time i,max_start_apply_time i,page_no i*,page_size i*,coupon_id s,conpon_name s
material.batchUploadImageSync|w|Upload pictures in bulk|materials [{request_id s*,folder_id s*,name s*,url s,file_uri s,material_type s*}]*,need_distinct b
material.batchUploadVideoAsync|w|Upload videos in bulk|materials [{request_id s*,folder_id s*,name s*,url s,file_uri ?,material_type s*}]*
material.createFolder|w|Create a material folder|name s*,parent_folder_id s,type i*
material.deleteFolder|w|Delete material folders for good|folder_ids [s]
material.deleteMaterial|w|Delete materials for good|material_ids [s]*
material.easyShuttle|w|Bulk delete or bin the content of a folder|folder_id_list [s]*,operate_type s*,material_type_list [s]*,only_material b,create_time_end s
material.editFolder|w|Rename or move a folder|folder_id s*,name s,to_folder_id s
material.editMaterial|w|Rename or move a material|material_id s*,material_name s,to_folder_id s
material.get_cap_info|r|Get storage capacity of the material centre|
material.getFolderInfo|r|Get a folder and its content|folder_id s*,page_num i*,page_size i*
material.mGetPlayInfo|r|Get playback information of videos|vid_list [s]*
material.moveFolderToRecycleBin|w|Move folders to the recycle bin|folder_ids [s]*
material.moveMaterialToRecycleBin|w|Move materials to the recycle bin|material_ids [s]*
material.queryMaterialDetail|r|Get one material|material_id s*
material.recoverFolder|w|Restore folders from the recycle bin|folder_ids [s]
material.recoverMaterial|w|Restore materials from the recycle bin|material_ids [s]*
material.searchFolder|r|Search folders|order_by i*,page_num i*,page_size i*,name s,folder_id s,create_time_start s,create_time_end s,parent_folder_id s,operate_status [i]
material.searchMaterial|r|Search materials|material_id s,material_name s,material_type [s],operate_status [i],audit_status [i],create_time_start s,create_time_end s,folder_id s,material_id_list [s],page_num i,page_size i,order_type i
material.uploadImageSync|w|Upload one picture|folder_id s*,url s,material_name s*,file_uri ?,need_distinct b
material.uploadImageSyncForIsv|w|Material: upload image sync for isv|folder_id s*,url s,name s*,file_uri ?,need_distinct b*
material.uploadVideoAsync|w|Upload one video|folder_id s*,url s,name s*,file_uri ?
material.uploadVideoAsyncForIsv|w|Material: upload video async for isv|folder_id s*,url s,name s*,file_uri ?
member.batchGetHistoryMemberUnionId|r|Member: batch get history member union id|app_id i*,open_id_list [s]*
member.batchGetOpenIdListByUnionId|r|Member: batch get open id list by union id|union_id_list [s]*
member.batchGetUnionIdByOpenIdList|r|Member: batch get union id by open id list|app_id i*,open_id_list [s]*
member.batchUpdate|w|Update member data in bulk|app_id i*,member_info_list [{open_id s*,mobile s,level i,unbind b,integral i,pointCent i,union_id s}]*
member.getShopShortLink|r|Get a short link to a member page|link_type i*,product_id s,order_id s,coupon_meta_id s
member.mGetMemberInfoByOpenIdList|r|Member: m get member info by open id list|app_id i*,open_id_list [s]*
microapp.GetStaticFileUrlBatch|w|Microapp: get static file url batch|store_type i*,path [s]*,bucket_name s
microapp.UpdateStaticFileMeta|w|Microapp: update static file meta|store_type i,path s*,material_id s,file_size i
open.binaryupload|w|Get authorisation for a binary upload|file_content s*
open.getAuthInfo|r|Open: get auth info|auth_id s*,auth_subject_type s
open.materialToken|r|Get a token for the material upload service|upload_num i*,file_extension s,biz_type i,store_keys_array_json s
open.openId.replace|w|Replace open ids|open_ids [s]*
open.openIdSwitch|w|Open: open id switch|open_id s*,open_id_type i
openCloud.ddpAddShop|w|Open cloud: ddp add shop|shop_id i*,rds_instance_id s*,history_days i
openCloud.ddpAddShopTask|w|Open cloud: ddp add shop task|biz_id i*,shop_id i*,start_time i*,end_time i*
openCloud.ddpDeleteShop|w|Open cloud: ddp delete shop|shop_id i*
openCloud.ddpGetShopList|r|Open cloud: ddp get shop list|shop_id i,start_modified i,end_modified i,page_no i,page_size i,instance_fuzzy_name s,filter_rules [i]
openCloud.smartFactoryInterface|w|Open cloud: smart factory interface|api_name s*,body s*
openCloud.v1.cr.token.get|w|Open cloud: v1 cr token get|volc_account_id i
openCloud.v1.deployTicket.cancel|w|Open cloud: v1 deploy ticket cancel|cs_id s*,ticket_id s*,volc_account_id i
openCloud.v1.deployTicket.confirm|w|Open cloud: v1 deploy ticket confirm|cs_id s*,ticket_id s*,volc_account_id i
openCloud.v1.deployTicket.create|w|Open cloud: v1 deploy ticket create|config_id s*,cs_id s*,image_version_id s*,remark s,upgrade_strategy i,max_unavailable i,max_surge i,cron_job_advanced_conf {successful_jobs_history_limit i,failed_jobs_history_limit i,concurrency_policy i*,completions i,parallelism i,active_deadline_seconds i,backoff_limit i,restart_policy i*},volc_account_id i
openCloud.v1.deployTicket.detail|r|Open cloud: v1 deploy ticket detail|cs_id s*,ticket_id s*,volc_account_id i
openCloud.v1.deployTicket.rollback|w|Open cloud: v1 deploy ticket rollback|ticket_id s*,volc_account_id i
openCloud.v1.imageVersion.create|w|Open cloud: v1 image version create|cs_id s*,version_name s*,remark s*,file_uri ?*,file_name s*,cs_name s*,volc_account_id i
openCloud.v1.imageVersion.list|r|Open cloud: v1 image version list|cs_id s,start_time i,end_time i,status i,volc_account_id i,page_index i*,page_size i*
openCloud.v1.imageVersion.rebuild|w|Open cloud: v1 image version rebuild|version_id s*,volc_account_id i
opptyProduct.apply|w|Submit a product to an opportunity|clue_id i,product_ids [i],origin s,type s
opptyProduct.clue|r|List opportunity products|oppty_clue_type s
opptyProduct.getApplyProgress|r|Get the progress of an opportunity submission|product_id i*,origin s*,type s*
order.addOrderRemark|w|Set the seller remark and flag of an order|order_id s*,remark s*,is_add_star s,star s
order.AddressAppliedSwitch|w|Switch seller review of buyer address changes|is_allowed i*,review_type i
order.addressConfirm|w|Approve or reject a buyer address change|order_id s*,is_approved i*
order.addressModify|w|Change the receiving address of an order|order_id s*,post_addr {province {id s,name s},city {id s,name s},town {id s,name s},street {id s,name s},address_detail s,land_mark s},post_receiver s,post_tel s
order.addresSwitchConfig|r|Get the app's right to review address changes|
order.addSerialNumber|w|Upload serial numbers after shipping|order_id s*,serial_number_list [s]*
order.batchDecrypt|r|Decrypt personal data in bulk|cipher_infos [{auth_id s*,cipher_text s*}]*,account_id s,account_type s
order.batchEncrypt|r|Encrypt plain values in bulk|batch_encrypt_list [{plain_text s*,auth_id s*,is_support_index b*,sensitive_type i*}]*,sensitive_scene s
order.BatchSearchIndex|r|Get search indexes of plain values in bulk|plain_text_list [{plain_text s*,encrypt_type i*}]*
order.batchSensitive|r|Mask encrypted personal data in bulk|cipher_infos [{auth_id s*,cipher_text s*}]*
order.downloadSettleItemToShop|r|Start an export of settlement items|start_time s*,end_time s*,time_type s*,order_id s,bill_id s,product_id s,pay_type s,flow_type s
order.downloadShopAccountItem|r|Start an export of account movements|start_time s,end_time s,order_id s,account_type i,biz_type i,time_type i,product_id s
order.downloadShopAccountItemFile|r|Get the file URL of an account export|download_id s*
order.downloadToShop|r|Get the file URL of a settlement export|download_id s*
order.getCrossBorderFulfillInfo|r|Get cross-border carrier data of an order|shop_order_id s*
order.getMCToken|r|Order: get mctoken|
order.getSearchIndex|r|Get the search index of a plain value|plain_text s*,sensitive_type i*
order.getServiceList|r|List customer-service work orders|start_time i*,end_time i*,status i,order_id i,service_id i,order_by s,page i,size i,order s
order.getSettleBillDetail|r|List settlement items (old, V1)|page i*,size i*,start_time s*,end_time s*,order_id s,product_id s,pay_type s,flow_type s,time_type s*
order.getSettleBillDetailV2|r|List settlement items (V2)|size i,start_time s,end_time s,order_id s,product_id s,pay_type s,flow_type s,time_type s,start_index s
order.getSettleBillDetailV3|r|List settlement items (V3)|size i,start_time s,end_time s,order_id s,product_id s,pay_type s,flow_type s,time_type s,start_index s
order.getShopAccountItem|r|List account movements|start_time s,end_time s,order_id s,size i,account_type i,biz_type i,time_type i,start_index s,product_id s
order.getShopAccountItemFile|r|List daily account statement files|start_date s,end_date s
order.getShopCompanySettleOrder|r|Order: get shop company settle order|page_no i*,page_size i*,role_type s*,role_id s*,start_time s*,end_time s*,order_id s,pay_type s
order.getUserOrderList|r|Order: get user order list|create_time_start i,create_time_end i,size i*,page i*,open_id s*,open_id_type s*,order_status s
order.insurance|r|Get freight insurance policies of an order|order_id s*
order.invoiceList|r|List invoice requests|order_id s,order_status s,start_time i,end_time i,status i,page_no i,page_size i,order_by s,order_field s
order.invoiceUpload|w|Upload an invoice|order_id s,upload_file s
order.logisticsAdd|w|Ship a whole order|order_id s*,logistics_id i,company s,company_code s,logistics_code s,is_refund_reject b,is_reject_refund b,serial_number_list [s],address_id i,store_id i,after_sale_address_id i
order.logisticsAddMultiPack|w|Ship an order in several parcels|order_id s*,pack_list [{shipped_order_info [{shipped_order_id s*,shipped_num i,shipped_item_ids [s],bundle_list [{sub_product_id s*,sub_sku_id s*,combo_num i*}]}]*,logistics_code s*,company s,company_code s,logistics_id s}]*,is_reject_refund b,request_id s*,address_id s,serial_number_list [s],is_refund_reject b,store_id i,after_sale_address_id i
order.logisticsAddSinglePack|w|Ship several orders in one parcel|order_id_list [s]*,shipped_order_info [{shipped_order_id s*,shipped_num i*,shipped_item_ids [s]}]*,logistics_code s*,company s,request_id s*,is_reject_refund b,logistics_id s,company_code s,address_id s,is_refund_reject b,order_serial_number [{order_id s,serial_number_list [s]}],store_id i,after_sale_address_id i
order.logisticsCompanyList|r|List carriers|
order.logisticsEdit|w|Change the waybill of a whole-order shipment|order_id s*,logistics_id i,company_code s,logistics_code s,company s,store_id i,after_sale_address_id i
order.logisticsEditByPack|w|Change the waybill of one parcel|order_id s*,pack_id s*,logistics_code s*,company_code s,logistics_id s,store_id i,after_sale_address_id i
order.merge|w|Order: merge|merge_list [{order_id s*,open_address_id s*}]*
order.modifyQualityCheckType|w|Order: modify quality check type|shop_order_id s*
order.orderCancel|w|Order: order cancel|shop_order_id s*,cancel_reason s*
order.orderDetail|r|Get one order in full|shop_order_id s*,is_searchable b
order.ordeReportList|r|List decrypt-quota reports of orders|add_real_mobile_whites [{order_id s,after_sale_id s,reason_no i*,remark s}]*
order.policy|r|Get insurance policy details|order_id s*,ins_product_id s*
order.queryLogisticsCompanyList|r|Order: query logistics company list|shop_order_ids [s]
order.replyService|w|Reply to a customer-service work order|id i*,reply s*,evidence s
order.review|w|Review a virtual-goods order|task_type i*,reject_code i*,object_id s*
order.searchByReceiver|r|Order: search by receiver|post_type i*,post_receiver s*,create_time_start i,create_time_end i,size i*,page i*
order.searchList|r|Search orders|product s,b_type i,after_sale_status_desc s,tracking_no s,presell_type i,order_type i,create_time_start i,create_time_end i,abnormal_order i,trade_type i,combine_status [{order_status s,main_status s}],update_time_start i,update_time_end i,size i*,page i*,order_by s,order_asc b,fulfil_status s,is_searchable b
order.serviceDetail|r|Get one customer-service work order|service_id i*
order.updateOrderAmount|w|Change the amount of an unpaid order|pid s*,update_detail [{order_id s,discount_amount i}]
order.updatePostAmount|w|Change the postage of an unpaid order|order_id s*,post_amount i*
orderCode.batchGetOrderCodeByShop|w|Download QIC order codes in bulk|order_ids [i]*
orderCode.downloadOrderCodeByShop|w|Download a QIC order code|order_id i*
orderCode.erpShopBindOrderCode|w|Bind QIC order codes and ship|shop_package_id s*,delivery_type i*,ship_type i*,order_list [{order_id i*,order_code s*,logistics_code s,logistics_id i,order_detail [{combo_id i*,shop_qty i*,sku_barcode s,unique_code s,lot01 s}]}]*
orderCode.getOrderCodeDetail|r|Order code: get order code detail|orderCodes [s]*,shopId i*
pigeon.workOrderNotify|w|Pigeon: work order notify|creator_id s*,work_order_id s*,open_user_id s*,relation_id_type i*,relation_id s*,work_order_type_desc s*,work_order_status i*,title s*,event_type i*,creator_id_type i*,event_time i*,scene i,trigger_action i,extra_info s
power.HandleVirtualTelConnect|w|Power: handle virtual tel connect|request_id s*,service_code s*,callid s,tel_a s,tel_x s,tel_b s,tel_y s,subid s,calltype s,calltime s,remark s,tel_xext s,collect_num_time s,ext s,event_type i,all_event_type [i],event_time i
power.isByteDancePackage|r|Power: is byte dance package|waybill_code s,express_company s
power.pickupCodeCallback|w|Power: pickup code callback|waybill_code s*,express_company s*,partner_code s*,pick_code s*,pick_site_type s*,pick_site_name s*,pick_site_code s*,pick_site_address s*,pick_site_phone s*,partner_source s*,operation_time s*,extend <s s>
power.pushCustomSortCode|w?|Carrier: push a custom sort code|
power.pushFirstSortCode|w?|Carrier: push a first-level sort code|
power.pushSecondSortCode|w?|Carrier: push a second-level sort code|
power.pushThirdSortCode|w?|Carrier: push a third-level sort code|
power.queryPaymentStatus|r|Power: query payment status|order_id s,biz_type s
power.SubscribeVirtualTelCallStatus|w|Power: subscribe virtual tel call status|virtual_main_tel s*,virtual_sub_tel s*,order_id s*
power.updateCollectTime|w|Power: update collect time|waybill_no s,start_collect_time s,end_collect_time s,operation_time s,logistics_fulfill_order_no s,call b,call_nums s,is_connected b,call_info [{call_number s,caller_name s,receive_number s,is_connected b,call_time s,call_duration s}]
power.updateOrderRelationStatus|w|Power: update order relation status|book_id s*,shop_id_compatible i*,netsite_code s*,result b*,remark s,operation_time s*
power.virtualServicePushCallRecord|w|Power: virtual service push call record|request_id s*,service_code s*,tel_a s*,tel_x s*,tel_b s*,tel_y s,subid s,calltype s*,calltime s*,ringingtime s*,starttime s*,releasetime s*,call_duration i,ringing_duration i,callid s*,releasedir s,releasecause s,calldisplay s,callrecording s,recordurl s,ringingrecordurl s,areacode s,remark s,tel_xext s,collect_num_time s,callstate s,ext s
product.addCbProduct|w|Create a cross-border product|outer_product_id s,product_type i*,category_leaf_id i*,product_format s,name s*,recommend_remark s,pic s*,description s*,pay_type i*,delivery_method i,cdf_category s,reduce_type i*,assoc_ids s,freight_id i*,weight f,weight_unit i,delivery_delay_day i,presell_type i,presell_delay i,presell_end_time s,supply_7day_return i*,mobile s*,commit b*,brand_id i,remark s,out_product_id i,quality_list [{quality_key s,quality_name s,quality_attachments [{media_type i,url s}]}],spec_name s,specs s*,spec_prices s*,spec_pic s,maximum_per_order i,limit_per_buyer i,minimum_per_order i,product_format_new s,spu_id i,appoint_delivery_day i,third_url s,extra s,src s,need_check_out b,poi_resource {valid_days i,valid_start i,valid_end i,service_num s,notification s,code_type i,count i,couponSecondExchange i,total_can_use_count i,link s,condition s},car_vin_code s,need_recharge_mode b,presell_config_level i,account_template_id s,presell_delivery_type i,white_back_ground_pic_url s,long_pic_url s,after_sale_service <s s>,sell_channel [i],start_sale_type i,logistics_info s,price_has_tax s,biz_kind i,standard_brand_id i,discount_price i,market_price i,size_info_template_id i
product.addChannelProduct|w|Product: add channel product|main_product_id i*,channel_type i*,name s,main_img_list [s],start_time s,end_time s,price_follow_main b*,share_main_stock b*,is_kol_exclusive b*,channel_buy_limit {total_buy_num i,max_buy_num i,min_buy_num i},sku_channel [{stock_set_mode i,code s,sku_id i*,price i,stock_num i}]*,detail_brief_img [s],freight_template {freight_follow_main b,freight_id i}
product.addCombination|w|Product: add combination|title s*,description s*,anchor_image_info s,creator_type i*,creator_id i*,create_source i*,product_ids [i]*,combination_type i*,combination_subtype i*,owner_type i*,sku_info [{product_id i*,sku_num_info [{sku_id i*,num i*}]}]
product.addV2|w|Create a product|outer_product_id s,product_type i*,category_leaf_id i*,product_format s,name s*,recommend_remark s,pic s*,description s*,pay_type i,delivery_method i,cdf_category s,reduce_type i*,assoc_ids s,freight_id i*,weight f,weight_unit i,delivery_delay_day i,presell_type i,presell_delay i,presell_end_time s,supply_7day_return i,mobile s*,commit b*,brand_id i,remark s,out_product_id i,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*,quality_id i,quality_content_name s}],spec_name s,specs s,spec_prices s,spec_pic s,maximum_per_order i,limit_per_buyer i,minimum_per_order i,product_format_new s,spu_id i,appoint_delivery_day i,third_url s,extra s,src s,standard_brand_id i,need_check_out b,poi_resource {valid_days i,valid_start i,valid_end i,service_num s,notification s,code_type i,count i,couponSecondExchange i,total_can_use_count i,link s,condition s,coupon_return_methods [i]},car_vin_code s,presell_config_level i,need_recharge_mode b,account_template_id s,presell_delivery_type i,white_back_ground_pic_url s,long_pic_url s,after_sale_service <s s>,sell_channel [i],start_sale_type i,delay_rule {enable b,config_type i,config_value i,start_time i,end_time i},material_video_id s,pickup_method s,size_info_template_id i,substitute_goods_url s,sale_channel_type s,recruit_info {recruit_follow_id s,recruit_type s},store_id i,main_product_id i,sale_limit_id i,name_prefix s,reference_price i,reference_price_certificate {certificate_type i,certificate_urls [s]},main_image_three_to_four s,unit_price_info {price_rule_type i,process_charge i},quality_inspection_info {supported b,agency s,certificate_code s,mode i},is_c2b_switch_on b,micro_app_id s,is_auto_charge b,short_product_name s,after_sale_service_v2 {is_large_product i},spec_info {spec_values [{property_name s*,values [{remark s,value_name s*,cpv_path [{cpid i,cpvid i}],measure_info {template_id i,values [{module_id i,value s,unit_id i,unit_name s,prefix s,suffix s}]},value_id i}],property_id i}]*},spec_prices_v2 [{sku_type i,stock_num i,price i,code s,step_stock_num i,supplier_id s,out_sku_id i,outer_sku_id s,customs_report_info {hs_code s,first_measure_qty f,second_measure_qty f,first_measure_unit s,second_measure_unit s,unit s,report_name s,report_brand_name s,usage s,g_model s,bar_code s},stock_num_map <s i>,package_sku [{sub_product_id i,sub_sku_id i,combo_num i,short_name s}],tax_exemption_sku_info {is_suit i,suit_num i,volume i},spec_value_lib_id i,presell_delay i,barcodes [s],cargo {source_type i,cargo_id s},delivery_infos [{info_type s,info_value s,info_unit s}],supply_price i,sell_properties [{property_name s,value_name s}]*,gold_process_charge i,sku_classification_type s}],with_sku_type b
product.auditList|r|List audit records of products|publish_status i*,page i*,size i*,product_id i
product.batchCreatePrettifyPic|w|Render decorated pictures in bulk|prettify_pic_data_list [{name s*,prettify_pic_data_text {text s*,background_color s,font_color s,font_size i,text_align s}*}]*
product.batchGetCombination|r|Product: batch get combination|params [{combination_id i*}]*
product.cancelAudit|w|Withdraw a product from audit|product_id i*
product.CategoryDimList|r|List category dimensions|level i,name s,parent_id i
product.combinationList|r|Product: combination list|creator_id i*,creator_type i*,page i*,size i*,exclude_combination_ids [i],status_list [i],product_id i,combination_type i,combination_sub_type i
product.createComponentTemplateV2|w|Create a size-chart template|template_type s*,template_sub_type s*,template_name s*,component_front_data s*,shareable b,category_id i
product.datchDelComponentTemplate|w|Delete size-chart templates in bulk|template_id [i]*
product.del|w|Delete a product|product_id i,out_product_id i,delete_forever b
product.detail|r|Get one product|product_id s,out_product_id s,show_draft s
product.editBuyerLimit|w|Edit purchase limits of a product|product_id i*,maximum_per_order i,limit_per_buyer i,minimum_per_order i
product.editCbProduct|w|Edit a cross-border product|product_id i*,product_type i,category_leaf_id i,product_format s,name s,recommend_remark s,pic s,description s,pay_type i,delivery_method i,cdf_category s,reduce_type i,assoc_ids s,freight_id i,weight f,weight_unit i,delivery_delay_day i,presell_type i,presell_delay i,presell_end_time s,supply_7day_return i,mobile s,commit b*,brand_id i,remark s,out_product_id i,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*}],spec_name s,specs s,spec_prices s,spec_pic s,maximum_per_order i,limit_per_buyer i,minimum_per_order i,product_format_new s,spu_id i,appoint_delivery_day i,third_url s,extra s,src s,outer_product_id s,standard_brand_id i,need_check_out b,poi_resource {condition s,valid_days i,valid_start i,valid_end i,service_num s,notification s,code_type i,total_can_use_count i*,coupon_second_exchange i*,link s,count i},force_use_quality_list b,car_vin_code s,need_recharge_mode b,presell_config_level i,account_template_id s,presell_delivery_type i,white_back_ground_pic_url s,long_pic_url s,after_sale_service <s s>,sell_channel [i],start_sale_type i,logistics_info s,price_has_tax s,size_info_template_id i
product.editCbProductV2|w|Product: edit cb product v2|product_id i*,product_type i,category_leaf_id i,product_format s,name s,recommend_remark s,pic s,description s,pay_type i,delivery_method i,cdf_category s,reduce_type i,assoc_ids s,freight_id i,weight f,weight_unit i,delivery_delay_day i,presell_type i,presell_delay i,presell_end_time s,supply_7day_return i,mobile s,commit b*,brand_id i,remark s,out_product_id i,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*}],spec_name s,specs s,spec_prices s,spec_pic s,maximum_per_order i,limit_per_buyer i,minimum_per_order i,product_format_new s,spu_id i,appoint_delivery_day i,third_url s,extra s,src s,outer_product_id s,standard_brand_id i,need_check_out b,poi_resource {condition s,valid_days i,valid_start i,valid_end i,service_num s,notification s,code_type i,total_can_use_count i*,coupon_second_exchange i*,link s,count i},force_use_quality_list b,car_vin_code s,need_recharge_mode b,presell_config_level i,account_template_id s,presell_delivery_type i,white_back_ground_pic_url s,long_pic_url s,after_sale_service <s s>,sell_channel [i],start_sale_type i,logistics_info s,price_has_tax s
product.editCombination|w|Product: edit combination|combination_id i*,title s,description s,anchor_image_info s,creator_id i,creator_type i,combination_type i,combination_subtype i,sku_info [{product_id i,sku_num_info [{sku_id i,num i}]}],product_ids [i]
product.editComponentTemplate|w|Edit a size-chart template|template_id i*,template_name s,component_data s,shareable b
product.editV2|w|Edit a product|product_id i*,product_type i,category_leaf_id i,product_format s,name s,recommend_remark s,pic s,description s,pay_type i,delivery_method i,cdf_category s,reduce_type i,assoc_ids s,freight_id i,weight f,weight_unit i,delivery_delay_day i,presell_type i,presell_delay i,presell_end_time s,supply_7day_return i,mobile s,commit b*,brand_id i,remark s,out_product_id i,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*}],spec_name s,specs s,spec_prices s,spec_pic s,maximum_per_order i,limit_per_buyer i,minimum_per_order i,product_format_new s,spu_id i,appoint_delivery_day i,third_url s,extra s,src s,outer_product_id s,standard_brand_id i,need_check_out b,poi_resource {valid_days i,valid_start i,valid_end i,service_num s,notification s,code_type i,count i,couponSecondExchange i,total_can_use_count i,link s,condition s,coupon_return_methods [i]},force_use_quality_list b,car_vin_code s,presell_config_level i,need_recharge_mode b,account_template_id s,presell_delivery_type i,white_back_ground_pic_url s,long_pic_url s,after_sale_service <s s>,sell_channel [i],start_sale_type i,delay_rule {enable b,config_type i,config_value i,start_time i,end_time i},material_video_id s,pickup_method s,size_info_template_id i,substitute_goods_url s,sale_channel_type s,name_prefix s,store_id i,main_product_id i,sale_limit_id i,reference_price i,reference_price_certificate {certificate_type i,certificate_urls [s]},main_image_three_to_four s,unit_price_info {price_rule_type i,process_charge i},quality_inspection_info {supported b,agency s,certificate_code s,mode i},is_c2b_switch_on b,micro_app_id s,is_auto_charge b,short_product_name s,after_sale_service_v2 {is_large_product i},spec_prices_v2 [{sku_classification_type s,package_sku [{short_name s,combo_num i,sub_sku_id i,sub_product_id i}],sku_id i,gold_process_charge i,sell_properties [{property_name s,value_name s}],supply_price i,delivery_infos [{info_unit s,info_value s,info_type s}],cargo [{cargo_id i,source_type i}],barcodes [s],presell_delay i,spec_value_lib_id i,tax_exemption_sku_info [{volume i,suit_num i,is_suit i}],stock_num_map <s i>,sku_type i,customs_report_info [{bar_code s,g_model s,usage s,report_brand_name s,report_name s,unit s,second_measure_unit s,first_measure_unit s,second_measure_qty f,first_measure_qty f,hs_code s}],outer_sku_id s,supplier_id s,step_stock_num i,code s,price i,stock_num i}],spec_info {spec_values [{values [{value_name s*,remark s,cpv_path [{cpvid i,cpid i}],measure_info {values [{suffix s,prefix s,unit_name s,unit_id i,value s,module_id i}],template_id i},value_id i}],property_name s*,property_id i}]},with_sku_type b
product.getCascadeValue|r|Product: get cascade value|category_id i*,property_id i*,cascade_info [{value_id i*,value_name s*,cascade_id i*}]*
product.getCategoryPropertyValue|r|Product: get category property value|category_id i*,property_id i*
product.getCatePropertyV2|r|Get the attributes of a category|category_leaf_id i*
product.getComponentTemplate|r|List size-chart templates|template_type s,template_sub_type s,template_id i,shareable b,page_num i,page_size i
product.getProductUpdateRule|r|Get publishing rules for a category|category_id i*,senses [i],standard_brand_id i,spu_id i
product.GetRecommendCategory|r|Predict the category of a product|scene s*,pic [{url s*}],category_leaf_id i,name s,product_format_new <i {value i,name s}>,standard_brand_id i
product.getRecommendName|r|Get recommended title prefix|scene [s]*,category_leaf_id i*,first_cid i*,first_cid_name s*,second_cid i*,second_cid_name s*,third_cid i*,third_cid_name s*,select_property ?*
product.isv.batchGetClueSubmitStatus|r|Product: isv batch get clue submit status|productid_clueid_pair [{clue_id i*,product_id i*}]*
product.isv.getClueList|r|Product: isv get clue list|source_channel_code s*,first_cid i,second_cid i,clue_info s,current i*,page_size i*,competitive_clue_type i
product.isv.queryClueAuditStatus|r|Product: isv query clue audit status|clue_id i*,product_id i*
product.listChannelProduct|r|Product: list channel product|main_product_id i*,channel_id [i],channel_type [i],kol_id [i],status i,start_time s,end_time s,page i*,size i*
product.listV2|r|List products|status i,check_status i,product_type i,start_time i,end_time i,update_start_time i,update_end_time i,page i*,size i*,store_id i,name s,product_id [s],use_cursor b,cursor_id s,can_combine_product b,lookup_option {need_name_affix b,need_title_limit b}
product.material.applyCompositeVideo|w|Product: material apply composite video|material_id i*
product.material.applyProductImageText|w|Product: material apply product image text|material_id i*
product.material.createProductImageText|w|Product: material create product image text|name s,pic_urls [s]*,subtitle s*,bgm_id s*,product_id i,is_direct_apply b
product.material.editCompositeVideo|w|Product: material edit composite video|material_id i*,name s,pass_through_extra s*,vid s*,product_id i*,is_direct_apply b
product.material.editProductImageText|w|Product: material edit product image text|material_id i*,name s,pic_urls [s]*,subtitle s*,bgm_id s*,product_id i*,is_direct_apply b
product.material.imageTextShopAccessThreshold|r|Product: material image text shop access threshold|
product.material.listProductImageText|r|Product: material list product image text|page i*,size i*,status [i],material_ids [i],process_status i
product.material.QueryMaterialsForOpen|r|Product: material query materials for open|product_ids [i],material_types [i],material_status [i],material_ids [i]
product.offlineChannelProduct|w|Product: offline channel product|main_product_id i*,channel_id i*,channel_type i*
product.onlineChannelProduct|w|Product: online channel product|main_product_id i*,channel_id i*,channel_type i*
product.partialEdit|w|Product: partial edit|product_id i*,name s,shop_category {leaf_category_ids [i]},short_product_name s
product.previewChannelProduct|r|Product: preview channel product|main_product_id i*,channel_id i*,channel_type i*
product.qualificationConfig|r|Get qualifications a category needs|category_id i*
product.qualityDetail|r|Get the information-quality score of a product|product_id i*
product.qualityList|r|List information quality of products|product_id i,product_name s,order_by s,page i*,page_size i*,task_id i*,diagnose_status [i]
product.qualityTask|r|Get the daily diagnosis task|brief_only b
product.removeChannelProduct|w|Product: remove channel product|main_product_id i*,channel_id i*,channel_type i*
product.salesInherit.permission|r|Product: sales inherit permission|
product.salesInherit.submit|w|Product: sales inherit submit|submit_records [{platform_id i*,product_id i*,outside_product_id i*,submit_sales_num i*}]*
product.salesInherit.submitList|r|Product: sales inherit submit list|product_ids [i],outside_product_ids [i],page {page_no i*,page_size i*}*
product.setOffline|w|Take a product off the shelf|product_id i*,outer_product_id s,store_id i
product.setOnline|w|Put a product on the shelf|product_id i*
product.updateChannelProduct|w|Product: update channel product|main_product_id i*,channel_id i*,channel_type i*,name s,main_img_list [s],start_time s,end_time s,price_follow_main b*,share_main_stock b*,is_kol_exclusive b*,channel_buy_limit {total_buy_num i,max_buy_num i,min_buy_num i},sku_channel [{stock_set_mode i,code s,sku_id i*,price i,stock_num i}]*,detail_brief_img [s],freight_template {freight_follow_main b,freight_id i}
promise.deliveryList|r|List recommended shipping promises|product_id i*,page i*,size i*
promise.setSkuShipTime|w|Set the shipping promise of a SKU|rules [{sku_id s*,out_warehouse_id s*,pre_sell_type i*,delay_day i*,pre_sell_end_time i*}]*
qualification.settle|w|Qualification: settle|shop_id i*,v_type i*,company_name s*,license_code s*,business_term s*,license_img [{file_id s*,url s*}]*,business_address [{code s*,name s*}]*,identity_type i*,identity_num s*,full_name s*,identity_img [{file_id s*,url s*}]*,identity_term s*,category_ids [i]*,shop_type i*,shop_name s*,shop_logo {file_id s*,url s*}*,shop_base_info {shop_charge_name s*,shop_charge_mobile s*},contracts [{contract_type i*}]
recycle.applyChangePrice|w|Recycler: ask for a price change|clue_order_id i*,price i*
recycle.buyerGetOrderDetail|r|Recycler: get one order|clue_order_id s*
recycle.buyerGetOrderList|r|Recycler: list orders|create_time_start i,create_time_end i,clue_order_status s,update_time_start i,update_time_end i,size i*,page i*,order_by s,order_asc b
recycle.changePrice|w|Recycler: change a quote|clue_order_id i*,recycle_price i*,consignment_price i*
recycle.confirmReceive|w|Recycler: confirm receipt|clue_order_id i*
recycle.createPrice|w|Recycler: upload a quote|is_agree b*,clue_order_id s*,recycle_price i,consignment_price i,refuse_reason i,remark s,address_id i
recycle.logisticsBack|w|Recycler: ship goods back|clue_order_id i*,company s*,company_code s*,logistics_code s*
recycle.qualityTestingResult|w|Recycler: report inspection result and price|recycle_price i,consignment_price i,clue_order_id i*,is_passed i*,failed_reason i
recycle.sellSucceed|w|Recycler: report a consignment sale|clue_order_id i*
rights.info|r|Get rights a merchant subscribed to|biz_type i,outer_biz_id s,service_id i
security.batchReportOrderSecurityEvent|w|Report order security events in bulk|event_type i*,events [{event_id s*,account_id s*,account_type s*,order_related_shop_id s*,shop_ids [s],order_ids [s]*,operation_type i*,operate_time s*,url s*,ip s*,mac s,identify_info_list [{name s*,encrypted b*}]*,device_type s,device_id s,referer s*,user_agent s,purchase_product_info_list [{purchase_platform_type i,purchase_product_url s,external_purchaser_id s,product_name s}]}]*
shop.batchCreateStore|w|Shop: batch create store|store_list [{row_id i*,name s*,store_code s*,longitude s*,latitude s*,province s*,city s*,district s*,address s*,contact s*,open_time {day_map <i s>*}*}]*
shop.bindStoreFreight|w|Shop: bind store freight|store_id i*,freight_id i*
shop.bindStoreSaleLimit|w|Shop: bind store sale limit|store_id i*,sale_limit_id i*
shop.brandList|r|List brands the shop is authorised for|
shop.delStore|w|Shop: del store|store_id i*
shop.editStore|w|Shop: edit store|store_id i*,name s,store_code s,longitude s,latitude s,province s,city s,district s,address s,contact s,open_time {day_map <i s>*}
shop.getShopCategory|r|List child categories usable by the shop|cid i*
shop.getStoreDetail|r|Shop: get store detail|store_id i*,is_need_poi_audit_info b,is_need_rel_shop_user b,is_need_charge_info b
shop.getStoreFreight|w|Shop: get store freight|store_id i*
shop.getStoreList|r|Shop: get store list|store_name_list [s],store_id_list [i],store_code_list [s],state i,poi_audit_state [i],province s,city s,district s,poi_id_list [i],name_fuzzy s,store_code_fuzzy s,qual_state i,remit_state i,open_account_state i,is_need_poi_audit_info b,is_need_rel_shop_user b,page i*,page_size i*
shop.getStorePackageFee|w|Shop: get store package fee|store_id i*
shop.getStoreSaleLimit|w|Shop: get store sale limit|store_id i*
shop.marketCategoryOperate|w|Shop: market category operate|operate_type s*,parent_category_id i,category_id i,sequence i,category_name s,rank i
shop.marketCategoryQuery|r|Shop: market category query|parent_category_id i,category_id i
shop.reputation|r|Get the shop's scores|
shop.setFinalPayment|w|Set final-payment information|final_price i*,product_imgs [s]*,product_dscription s*,shop_order_no s*,operate_user_name s*,source i
shop.setStorePackageFee|w|Shop: set store package fee|store_id i*,package_fee i*
shop.storeSuspend|w|Shop: store suspend|store_id i*,reason s
shop.unsuspendStore|w|Shop: unsuspend store|store_id i*,reason s
sku.detail|r|Get one SKU|sku_id i,code s
sku.editCode|w|Change the merchant code of a SKU|code s,sku_id i,out_sku_id i,product_id i,out_product_id i
sku.editPrice|w|Change the price of a SKU|price i*,code s,sku_id i,out_sku_id i,product_id i,out_product_id i,store_id i
sku.list|r|List SKUs of a product|product_id i,out_product_id i
sku.stockNum|r|Get the stock of a SKU|sku_id i,code s,out_warehouse_id s
sku.syncStock|w|Set or change the stock of one SKU|code s,sku_id i,out_sku_id i,product_id i,out_product_id i,out_warehouse_id s,supplier_id s,incremental b,idempotent_id s,stock_num i*,step_stock_num i,store_id i
sku.syncStockBatch|w|Set or change stock of SKUs of one product|product_id i*,idempotent_id s,incremental b*,sku_sync_list [{sku_id i*,sku_type i*,stock_num i,step_stock_num i,stock_map [{out_warehouse_id s*,stock_num i*}],supplier_id s,outer_sku_id s}]*,outer_product_id s,store_id i
sku.syncStockBatchMultiProducts|w|Set stock of SKUs across products|items [{product_id i*,sku_id i*,out_warehouse_id s,stock_num i,step_stock_num i,store_id i,out_sku_id i,out_product_id i}]*,idempotent_id s*,incremental b*,source s
sms.applyVmsTemplate|w|Sms: apply vms template|sms_account s*,template_name s*,template_theme s*,contents [{source_type s*,content s*}]*,signature s*,extra s
sms.batchSend|w|Send text messages in bulk|sms_account s*,sign s*,sms_message_list [{post_tel s*,template_param s*}]*,template_id s*,tag s,user_ext_code s
sms.deleteVmsTemplate|w|Sms: delete vms template|sms_account s*,template_id s*
sms.getVmsApplyTemplateStatus|r|Sms: get vms apply template status|sms_account s*,template_id s*
sms.getVmsTemplateList|r|Sms: get vms template list|sms_account s*,name s,signature s,template_id s,status [i],page_index i,page_size i
sms.public.template|r|List public SMS templates|size i,page i,template_id s
sms.send|w|Send a text message|sms_account s*,sign s*,template_id s*,template_param s*,tag s,post_tel s*,user_ext_code s
sms.sendResult|r|Query SMS results|from_time i*,to_time i*,sms_account s*,template_id s,status i,size i,page i,sign s,post_tel s,message_id s,tpl_type i
sms.sign.apply|w|Apply for an SMS signature|sms_account s*,sign s*
sms.sign.apply.list|r|List SMS signature applications|sms_account s*,like s,page i,size i,sms_sign_apply_id s
sms.sign.apply.revoke|w|Withdraw an SMS signature application|sms_account s*,sms_sign_apply_id s*
sms.sign.delete|w|Delete an SMS signature|sms_account s*,sign s*
sms.sign.search|r|Search SMS signatures|sms_account s*,like s,size i,page i
sms.template.apply|w|Apply for an SMS template|sms_account s*,template_type s*,template_name s*,template_content s*
sms.template.apply.list|r|List SMS template applications|sms_account s*,template_content s,sms_template_apply_id s,size i,page i,status i
sms.template.delete|w|Delete an SMS template|sms_account s*,template_id s*
sms.template.revoke|w|Withdraw an SMS template application|sms_account s*,sms_template_apply_id s*
sms.template.search|r|Search SMS templates|sms_account s*,template_id s,template_content s,page i,size i,template_name s
spu.addShopSpu|w|Add a shop SPU|spu_name s*,upc_code s,category_id i*,brand_id i*,property_infos [{property_id i*,value_id i*,parent_value_id i,level i,value_name s}]*
spu.batchUploadImg|w|Upload SPU pictures in bulk|image_url_list [{name s*,url s*}]*
spu.createSpu|w|Create an SPU|category_leaf_id i*,spu_images [s],property_infos [{property_id i*,values [{value_id i*,value_name s*}]*}]*,spu_actual_images [s],materials [{type i*,name s*,description s*,content [{content s*,name s*}]*}],proofs [{type i*,name s*,description s*,content [{content s*,name s*}]*}]
spu.getAuditInfo|r|Get audit information of an SPU|spu_id i*
spu.getKeyPropertyByCid|r|Get key attributes of a category|category_id i*,page i*,size i*
spu.getSpu|r|Find SPUs|category_leaf_id i,key_properties [{property_id i,property_values [{value_id i,value_name s}]}],spu_id i
spu.getSpuInfoBySpuId|r|Get an SPU by id|spu_id i*
spu.getSpuRule|r|Get SPU rules of a category|category_id i*
spu.getSpuTpl|r|Get the SPU template of a category|category_id i*
spu.queryBookNameByISBN|r|Get a book title by ISBN|category_leaf_id i,isbn s*,page_no i*,page_size i*
storage.notifySaleReturnStatus|w|Report the status of a sales-return order|logistics_no s*,vendor s*,status i*,occurrence_time i*,reason s,logistics_fulfil_no s,warehouse_code s
superm.acceptOrder|w|Superm: accept order|store_id i*,shop_order_id s*
superm.applyPlatformPickUp|w|Instant retail: call a rider for an after-sale pickup|aftersale_id i*,selected_calendar_period {time_begin_ts i*,time_end_ts i*}
superm.cancelPlatformPickUp|w|Instant retail: cancel an after-sale pickup|aftersale_id i*,cancel_reason s
superm.capacityRule.create|w|Superm: capacity rule create|rule_operate_param {rule_dto {rule_name s*,rule_entity_type i*,date_limit_enable i*,date_limit_bound i,all_store i*,status i*},relations [{capacity_target_type i*,capacity_target_code s*}],details [{start_date s*,end_date s*,start_time s*,end_time s*,time_interval i*,time_limit_bound i*}]}*
superm.capacityRule.queryByid|r|Superm: capacity rule query byid|rule_id s*
superm.capacityRule.queryList|r|Superm: capacity rule query list|page_query {rule_query {rule_entity_type i*,rule_name s,create_time_start i,create_time_end i,creator s,status i,capacity_target_type i,capacity_target_code [s]}*,current_page i*,page_size i*}*
superm.capacityRule.update|w|Superm: capacity rule update|rule_operate_param {rule_dto {rule_id s*,rule_name s*,rule_entity_type i*,date_limit_enable i*,date_limit_bound i,all_store i*,status i*},relations [{capacity_target_type i*,capacity_target_code s*}],details [{start_date s*,end_date s*,start_time s*,end_time s*,time_interval i*,time_limit_bound i*}]}*
superm.createVirtualMobile|w|Instant retail: get a privacy number of a buyer|shop_order_id i*
superm.deliverConfig.create|w|Superm: deliver config create|shop_deliver_config_list [{store_id i,config_type i*,deliver_type i*,normal_time_cost i*,special_time_list [{start_time i*,end_time i*,time_cost i*}],over_limit_time_cost i*,update_time i,config_status i*}]*
superm.deliverConfig.del|w|Superm: deliver config del|config_ids [i]*
superm.deliverConfig.queryByIds|r|Superm: deliver config query by ids|config_ids [i]*
superm.deliverConfig.queryList|r|Superm: deliver config query list|store_ids [i]
superm.deliverConfig.update|w|Superm: deliver config update|config_ids [i]*,shop_deliver_config {deliver_type i,normal_time_cost i,special_time_list [{start_time i*,end_time i*,time_cost i*}],over_limit_time_cost i}*
superm.getDispatcherInfo|r|Instant retail: quote or cancel-quote a rider|store_id i*,shop_order_id s*,dispatcher_fee_type i*,insurance_amount i
superm.getPlatformPickUpCalendar|r|Instant retail: list pickup time slots|aftersale_id i*
superm.getPlatformPickUpEstimatedCharge|r|Instant retail: quote an after-sale pickup|aftersale_id i*,selected_calendar_period {time_begin_ts i*,time_end_ts i*},dispatcher_fee_type i*
superm.getShipmentInfo|r|Instant retail: get rider delivery status|shop_order_id i*,aftersale_id i,shipment_type i*
superm.getStoreAutoAccept|r|Superm: get store auto accept|store_id i*
superm.getStoreAutoCallRiderInfo|r|Instant retail: get auto-call settings|store_id i*
superm.pop.addProduct|w|Superm: pop add product|sd_activity_id s*,main_skus [{sku_id s*,product_id s*,sub_skus [{sku_id s*,camp_stock_num i*,discount_value i*,user_limit i*,product_id s*,store_id s*}]*}]*
superm.pop.createStoreCoupon|w|Superm: pop create store coupon|coupon_info {coupon_name s*,valid_period i,start_apply_time i*,end_apply_time i*,start_time i,end_time i,period_type i,total_amount i*,discount i,threshold i,credit i,max_apply_times i*,sub_type i*,support_type i*}*,store_product_list [{store_info {store_id s*,store_name s,store_address s,store_pic_url s}*,sub_product_infos [{product_id s*,product_name s,product_pic_url s}]}]
superm.pop.delProduct|w|Superm: pop del product|sd_activity_id s*,main_skus [{sku_id s*,product_id s*,sub_skus [{sku_id s*,product_id s*}]*}]*
superm.pop.editActivity|w|Superm: pop edit activity|sd_activity_id s*,main_skus [{sku_id s*,product_id s*,sub_skus [{sku_id s*,user_limit i,product_id s*}]*}]*
superm.pop.EditStoreCoupon|w|Superm: pop edit store coupon|activity_id s*,coupon_info {total_amount i*}
superm.pop.invalidActivity|w|Superm: pop invalid activity|sd_activity_id s*
superm.pop.listActivity|r|Superm: pop list activity|page i*,size i*,title s,status i,shop_stype i,business_code s,activity_type i,with_products b,sd_activity_ids [s]
superm.pop.queryStoreCoupon|r|Superm: pop query store coupon|activity_id s*
superm.pop.queryStoreCouponList|r|Superm: pop query store coupon list|name s,activity_id s,coupon_status i,start_apply_time i,end_apply_time i,support_type i,page i*,size i*
superm.pop.saveActivity|w|Superm: pop save activity|activity_type i*,title s*,time_set_type i*,begin_time i*,end_time i*,order_expire_time i*,sold_out_type i,warm_up i*,shop_stype i*,business_code s*,lock_stock i*,main_skus [{sku_id s*,product_id s*,sub_skus [{sku_id s*,camp_stock_num i*,discount_value i*,user_limit i*,product_id s*,store_id s*}]*}]*
superm.product.batchApplyStoreProductPrice|w|Superm: product batch apply store product price|task_params {main_product_id i*}*
superm.product.batchRedistributeStoreProduct|w|Superm: product batch redistribute store product|task_params {main_product_id i*,add_store_ids [i],del_store_ids [i]}*
superm.product.createSubProduct|w|Superm: product create sub product|main_product_id i*,store_id i*,sku_info [{sell_property_names [s]*,price i,stock i}]
superm.product.getDistributedStoreProduct|r|Superm: product get distributed store product|main_product_id i*,store_ids [i],page i*,size i*
superm.product.launchProduct|w|Superm: product launch product|product_id i*,outer_product_id s,store_id i
superm.product.queryProductSyncSubTask|r|Superm: product query product sync sub task|root_task_id i*,page i*,size i*
superm.product.queryProductSyncTask|r|Superm: product query product sync task|task_type s*,task_id i,page i*,size i*,product_id i
superm.rejectOrder|w|Superm: reject order|store_id i*,shop_order_id s*,reason_code i*,reason_mark s
superm.rejectReasonList|r|Superm: reject reason list|
superm.setStoreAutoAccept|w|Superm: set store auto accept|store_id i*,op_type s*
superm.setStoreAutoCallRider|w|Instant retail: set auto-call of riders|store_id i*,op_type s*,service_type i,delay_time i
superm.shopOrderDispatcher|w|Instant retail: call a rider and ship|store_id i*,shop_order_id s*,dispatcher_type i*,serial_number_list s,verify_code_type i,insurance_amount i
supplyChain.addCartSchema|w|Supply chain: add cart schema|promotion_id s*,product_id s*,ecom_scene_id s*,entrance_info s*,promotion_source i*,sku_session_id s*
supplyChain.applyCoupon|w|Supply chain: apply coupon|coupon_meta_id s*,token s*
supplyChain.brand.list|r|Supply chain: brand list|category_id i*,brand_name s*
supplyChain.cartSchema|w|Supply chain: cart schema|ecom_scene_id s
supplyChain.CouponCard|w|Supply chain: coupon card|crowds [{crowd_id s*,coupon_meta_ids [s]*,content_pool_id s*,shopping_mall_pool_id s*}]*,scene i*,store_source {store_source_page s,store_group_type s,store_source_method s}
supplyChain.CouponZoneFeeds|w|Supply chain: coupon zone feeds|coupon_meta_id s*,scene i*,enter_time s*
supplyChain.CouponZoneFeedsPage|w|Supply chain: coupon zone feeds page|coupon_meta_id s*,cursor i*,tab_code i*,enter_time s*
supplyChain.getOrderByOrderNo|w|Supply chain: get order by order no|order_no s*
supplyChain.getSupplierCategory|r|Supply chain: get supplier category|category_id i*
supplyChain.getSupplyOrderList|r|Supply chain: get supply order list|fx_product_id s,order_status i,create_time_start i,create_time_end i,order_by s,order_asc b,page i*,size i*,update_time_start i,update_time_end i
supplyChain.LiveCardRequest|w|Supply chain: live card request|product_id s,store_source {store_source_page s,store_group_type s,store_source_method s},room_id s
supplyChain.queryReturnOrderByOrderNo|r|Supply chain: query return order by order no|after_sale_order_no s,channel_trade_order_no s
supplyChain.queryReturnOrderList|r|Supply chain: query return order list|after_sale_order_no s,channel_trade_order_no s,standard_order_status i,create_date_begin i,create_date_end i,page i*,size i*,order_type i,order_asc b
supplyChain.returnOrder.batchOperate|w|Supply chain: return order batch operate|return_order_no_list [s]*,operate_type s*,refuse_reason s
supplyChain.returnOrder.operate|w|Supply chain: return order operate|return_order_no s*,operate_type s*,refuse_reason s
supplyChain.sku.stockNum|r|Supply chain: sku stock num|sku_id i,outer_sku_id s,out_warehouse_id s
supplyChain.sku.syncSupplyStock|w|Supply chain: sku sync supply stock|sku_id i*,product_id i,out_warehouse_id s,incremental b,idempotent_id s,stock_num i*
supplyChain.supplyConsign|w|Supply chain: supply consign|order_no s*,tms_code s*,tracking_no s*,sender_addr {province_name s*,city_name s*,district_name s*,street_name s,addr_detail s*},sender_name s,sender_tel s,package_list [{tms_code s*,ship_cnt i*,track_no s*}]
supplyChain.supplyProduct.add|w|Supply chain: supply product add|outer_product_id s,category_leaf_id i*,name s*,recommend_remark s,pic s*,description s*,weight f*,weight_unit i*,remark s,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*}],spec_name s,specs s*,spec_prices s*,spec_pic s,product_format_new s*,extends <s s>,white_back_ground_pic_url s
supplyChain.supplyProduct.edit|w|Supply chain: supply product edit|product_id i*,category_leaf_id i*,name s*,recommend_remark s,pic s*,description s*,weight f,weight_unit i,remark s,quality_list [{quality_key s*,quality_name s*,quality_attachments [{media_type i*,url s*}]*}],spec_name s*,specs s*,spec_prices s*,spec_pic s,product_format_new s*,spu_id i,extends <s s>,outer_product_id s,standard_brand_id i,white_back_ground_pic_url s,long_pic_url s
supplyChain.supplyProduct.editPrice|w|Supply chain: supply product edit price|product_id i,sku_id i*,supply_price i,spec_price_list [{distributor_id_list [i]*,supply_price i*}]
supplyChain.supplyProduct.getSupplyProductDetail|r|Supply chain: supply product get supply product detail|product_id i*,outer_product_id s,query_sku_stock b,query_sku_price b
supplyChain.supplyProduct.getSupplyProductList|r|Supply chain: supply product get supply product list|status i,sub_status i,create_start_time i,create_end_time i,page i,size i,update_start_time i,update_end_time i
supplyChain.supplyProduct.getSupplyProductUpdateRule|w|Supply chain: supply product get supply product update rule|category_id i*,product_id i
supplyChain.supplyProduct.offline|w|Supply chain: supply product offline|product_id i*
supplyChain.supplyProduct.queryPrice|r|Supply chain: supply product query price|sku_id i,product_id i
supplyChain.supplyProduct.setOnline|w|Supply chain: supply product set online|product_id i*
supplyChain.updateConsign|w|Supply chain: update consign|order_no s*,tms_code s*,tracking_no s*,old_tms_code s,old_tracking_no s,new_ship_cnt i
supplyChain.warehouse.create|w|Supply chain: warehouse create|out_warehouse_id s*,name s*,intro s*
supplyChain.warehouse.editAddr|w|Supply chain: warehouse edit addr|out_warehouse_id s*,warehouse_addr_list [{addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i,update_time i*}]*
supplyChain.warehouse.list|r|Supply chain: warehouse list|out_warehouse_id s,warehouse_name s,out_warehouse_ids [s],page i,size i
token.create|w|Create an access token|code s,grant_type s*,test_shop s,shop_id s,auth_id s,auth_subject_type s
token.refresh|w|Refresh an access token|refresh_token s*,grant_type s*
topup.accountTemplateList|r|List top-up account templates|category_id i*
topup.result|w|Report the result of a top-up|trade_order_no s*,topup_biz s*,seller_order_no s*,seller_order_status s*,err_code s,err_desc s
trace.addShop|w|Trace: add shop|
trace.batchRecord|w|Trace: batch record|trace_list [{order_id s*,status s*,record_time s*,ext_info {out_operator s,out_wms_app s,out_customer_id s,remark s},warehouse_code s,product_list [{sku_order_id s*,count i*,sub_product_info_list [{sku_id s*,product_id s*,count i*}]}]}]*
trace.cancelShop|w|Trace: cancel shop|
trace.checkShop|w|Trace: check shop|
trace.record|w|Trace: record|order_id s*,status s*,record_time s*,ext_info {out_operator s,out_wms_app s,out_customer_id s,remark s},warehouse_code s,product_list [{sku_order_id s*,count i*,sub_product_info_list [{sku_id s*,product_id s*,count i*}]}]
trade.batchGetTradeLimitTemplateList|w|Trade: batch get trade limit template list|trade_limit_template_id_list [i]*
trade.contractPhone.sync_info|w|Trade: contract phone sync info|shop_order_id s*,sku_order_id s*,phone_number s*,update_time i*,contract_result i*,remark s
trade.CreateFreightTemplate|w|Trade: create freight template|freight_template_vo {name s*,base [{price i*}]*,weight [{first_weight i*,add_weight i*,add_price i*}]*,distance [{first_distance i*,add_distance i*,add_price i*}]*,interval [{time_start i*,time_end i*,add_price i*}]*,free [{amount i*}]*,shipping_address {province_id s*,city_id s*,town_id s,street_id s,coordinate {latitude s*,longitude s*,geo_hash s,expire_time i}}*,freight_mode i*}*
trade.createTradeLimitTemplate|w|Trade: create trade limit template|store_id i,trade_limit_rule_request_list [{trade_limit_model i*,trade_limit_resource i*,trade_limit_resource_object {trade_limit_resource_id_list [s]},trade_limit_pattern {minimum i*,maximum i*,cumulative_max i*}*,time_period {start_time i,end_time i,limit_period i,limit_period_end_time i},trade_limit_subject_list [i]*}]*
trade.refundListSearch|r?|Search refunds (old)|
trade.TopSearchQueryFilter|r|Trade: top search query filter|query [s]*,category_id i*,title s*,attr <i {}>*,ocr_text [s]*
trade.TopSearchQueryPredict|r|Trade: top search query predict|category_id i,image {image_url s}
trade.UpdateTradeLimitTemplate|w|Trade: update trade limit template|trade_limit_template_id i*,trade_limit_rule_request_list [{trade_limit_model i*,trade_limit_resource i*,trade_limit_resource_object {trade_limit_resource_id_list [s]},trade_limit_pattern {minimum i*,maximum i*,cumulative_max i*}*,time_period {time_period_pattern i*,time_period_fixed {start_time i*,end_time i*}},trade_limit_subject_lisit [i]*}]*
warehouse.adjustInventory|w|Report an inventory adjustment|inventory_adjust_no s,warehouse_code s,adjust_reason s,adjust_time i,remark s,details [{line_no s,cargo_code s,erp_sku_id s,owner_id s,owner_name s,shop_id i,adjust_list [{inventory_type i,inventory_status i,batch_no s,adjust_type i,adjust_qty i,product_date i,expire_date i}]}]
warehouse.bindFences|w|Warehouse: bind fences|out_warehouse_id s*,out_fence_ids [s]*
warehouse.bindFencesByStore|w|Warehouse: bind fences by store|store_id i*,add_out_fence_ids [s]*
warehouse.bindStore|w|Warehouse: bind store|store_ids [i]*,out_warehouse_id s*
warehouse.create|w|Create a regional warehouse|out_warehouse_id s*,name s*,intro s*
warehouse.createBatch|w|Create regional warehouses in bulk|out_warehouse_list [{out_warehouse_id s*,name s*,intro s*,address_detail s,warehouse_location {address_id1 i,address_id2 i,address_id3 i,address_id4 i}}]*
warehouse.createFence|w|Warehouse: create fence|fence_info {out_fence_id s*,shape i*,circular {center {longitude f*,latitude f*}*,radius f*},polygon {vertices [{longitude f*,latitude f*}]*},polygon_new {outer {vertices [{longitude f*,latitude f*}]*}*,inner [{vertices [{longitude f,latitude f}]}]},multi_polygons [{outer {vertices [{longitude f*,latitude f*}]*}*,inner [{vertices [{longitude f,latitude f}]}]}]}*
warehouse.createV2|w|Create a regional warehouse (v2)|warehouse {warehouse_location {address_id1 i*,address_id2 i*,address_id3 i*,address_id4 i}*,address_detail s*}*,out_warehouse_id s*,name s*,intro s*
warehouse.delFence|w|Warehouse: del fence|fence_id i,out_fence_id s
warehouse.edit|w|Edit a regional warehouse|out_warehouse_id s*,name s,intro s,address_id1 i,address_id2 i,address_id3 i,address_id4 i,address_detail s
warehouse.getFences|r|Warehouse: get fences|out_fence_id_list [s]
warehouse.getWarehouseByStore|r|Warehouse: get warehouse by store|store_ids [i]*
warehouse.info|r|Get a regional warehouse|out_warehouse_id s*
warehouse.list|r|List regional warehouses|out_warehouse_id s,warehouse_name s,addr {addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i},out_warehouse_ids [s],order_by s,rank s,page i*,size i*
warehouse.removeAddr|w|Unbind an area from a warehouse|out_warehouse_id s*,addr {addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i}*
warehouse.setAddr|w|Bind an area to a warehouse|out_warehouse_id s*,addr {addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i}*
warehouse.setAddrBatch|w|Bind areas to a warehouse in bulk|out_warehouse_id s*,addr_list [{addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i}]*
warehouse.setFence|w|Warehouse: set fence|fence_info {out_fence_id s*,shape i*,circular {center {longitude f*,latitude f*}*,radius f*},polygon {vertices [{longitude f*,latitude f*}]*},polygons [{vertices [{longitude f,latitude f}]*}],polygon_new {outer {vertices [{longitude f,latitude f}]*}*,inner [{vertices [{longitude f,latitude f}]*}]},multi_polygons [{outer {vertices [{longitude f,latitude f}]*}*,inner [{vertices [{longitude f,latitude f}]*}]}]}
warehouse.setPriority|w|Set warehouse priority for an area|addr {addr_id1 i*,addr_id2 i,addr_id3 i,addr_id4 i}*,priorities <s i>*
warehouse.unbindFences|w|Warehouse: unbind fences|out_warehouse_id s*,out_fence_ids [s]*
warehouse.unbindFencesByStore|w|Warehouse: unbind fences by store|store_id i*,remove_out_fence_ids [s]*
wms.deliveryInfoNotify|w|Wms: delivery info notify|tracking_no s*,operator_type s*,operator_des s*,operator_time s*,operator_user s,operator_remark s,timestamp s
wms.inboundDetailNotify|w|WMS: report inbound details|business_no s*,reciept_no s*,sku_list [{sku_no s*,sku_name s,quantity i*,sn_list [s],quality_level i,line_no i,batchs [{batch_no s,production_date s,expiration_date s,origin_area s,quantity i}]}]*,business_type i*,warehouse_no s,sub_type i,operate_time s*,box_list [{sku_no s,box_id s,origin_area s,quantity i,data_code s}]
wms.outboundDetailNotify|w|WMS: report outbound details|business_no s*,reciept_no s*,operate_time s*,warehouse_no s*,logistics_list [{weight f,length f,width f,height f,logistics_company_no s,logistics_service s,waybill_no s,sku_list [{sku_no s*,sku_name s,quantity i*,sn_list [s],quality_level i,line_no i}]*}]*,business_type i,sub_type i,order_line_list [{sku_no s*,quality_level i,line_no i,quantity s*,batchs [{batch_no s*,production_date s*,expiration_date s,origin_area s,quantity i*}]}],box_list [{sku_no s*,box_id s*,origin_area s*,quantity i*,data_code s*}]
yunc.adjustInventory|w|Cloud warehouse: adjust inventory|inventory_adjust_no s*,warehouse_code s*,adjust_reason i*,adjust_time i*,remark s*,details [{line_no s*,cargo_code s*,erp_sku_id s,owner_code s*,owner_name s,shop_id i,adjust_list [{inventory_type i*,inventory_status i*,batch_no s,adjust_type i*,adjust_qty i*,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s,lot_id s,batch_extend s,responsible_dept i,reason_code i,reason_msg s,reason_files [s]}]*}]
yunc.callAndCancelTransportCapability|w|Yunc: call and cancel transport capability|store_id s*,platform_order_no s*,order_details [{platform_order_no s*,subplatform_order_no s*}]*,out_order_no s*,sender_info {province_code s,province s,city_code s,city s,district_code s,district s,street_code s,street s,detail s,name s,mobile s,tel_phone s,oaids s},receiver_info {province_code s,province s,city_code s,city s,district_code s,district s,street_code s,street s,detail s,name s,mobile s,tel_phone s,oaids s},service_provider s*,dispatcher_type i*
yunc.cancelOutboundOrderToB|w|Cloud warehouse: cancel a B2B outbound order|erp_order_no s*,op_type i*,cancel_tag i*,cancel_reason s*,owner_code s
yunc.cloudCancelInboundOrder|w|Cloud warehouse: cancel a sales-return inbound order|biz_order_no s*,action_type i*,cancel_reason s*,shop_id i,owner_code s
yunc.CloudCancelInboundOrderToB|w|Yunc: cloud cancel inbound order to b|biz_order_no s*,action_type i*,cancel_reason s*,order_type i*,shop_id i*,owner_code s
yunc.cloudCancelOutboundOrder|w|Cloud warehouse: cancel or intercept an outbound order|erp_order_no s*,op_type i*,cancel_tag i*,cancel_reason s*,cancel_details [{line_no s,cargo_code s,erp_sku_id s,cancel_amount i}],platform_order_no s*,owner_code s
yunc.CloudCancelOutboundOrderToB|w|Yunc: cloud cancel outbound order to b|erp_order_no s*,op_type i*,cancel_tag i*,cancel_reason s*,cancel_details [{line_no s,cargo_code s,erp_sku_id s,cancel_amount i}],owner_code s
yunc.cloudCreateInboundOrder|w|Cloud warehouse: create a sales-return inbound order|trade_return_no s,biz_order_no s*,shop_id i,biz_order_id s,s_express_no s,s_express_name s,r_express_no s,r_express_name s,return_type i,warehouse_code s*,remark s,extend s,order_details [{line_no s*,biz_order_no s*,cargo_code s,erp_sku_id s,expect_qty i*,purchase_price s,currency s,sn_list s,inventory_type i*,inventory_status i*,is_batch_assigned i*,product_date i,expire_date i,batch_code s,extend s}]*,owner_code s,shop_name s
yunc.CloudCreateInboundOrderToB|w|Yunc: cloud create inbound order to b|action_type i*,biz_order_no s*,shop_id i*,order_type s*,related_orders s,plan_arr_time s,late_arr_time s,supplier_code s,supplier_name i,delivery_mode i*,delivery_extend {logistics_code s,logistics_name s,tracking_no s,sender_info {company s,name s,zip_code s,tel s,mobile s,email s,country_code s,province_code s,city_code s,area_code s,town_code s,detail_address s},receiver_info {comapany s,name s,zip_code s,tel s,mobile s,email s,country_code s,province_code s,city_code s,area_code s,town_code s,detail_address s}},remark s,extend s,warehouse_code s*,order_details [{line_no i*,biz_order_no s*,cargo_code s,erp_sku_id s,expect_qty i*,purchase_price i,currency s,sn_list s,inventory_type i*,inventory_status i*,is_batch_assigned i*,batch_info {product_date s,expire_date s,batch_code s},extend s}],owner_code s
yunc.cloudCreateOutboundOrder|w|Cloud warehouse: create an outbound order|delivery_mode i*,platform_order_no s*,erp_order_no s*,order_type i*,expected_qty i*,source_platform_code s*,source_platform_name s*,order_time i*,review_time i*,express_code s*,express_name s,is_insure i*,insure_amount i,express_product_id s,express_product_name s,shop_id i*,allow_merge i*,sender_info {province_code s,province s*,city_code s,city s*,district_code s,district s*,street_code s,street s,detail s*,name s*,mobile s,tel_phone s,oaids s}*,receiver_info {province_code s,province s*,city_code s,city s*,district_code s,district s*,street_code s,street s,detail s*,name s*,mobile s,tel_phone s,oaids s}*,remark s,buyer_message s,seller_message s,order_details [{line_no s*,inventory_type i*,inventory_status i*,barcode s,category_name s,cargo_code s,erp_sku_id s,sku_name s*,expected_qty i*,product_date i,expire_date i,batch_code s,platform_sku_id s,platform_order_no s,merge_shop_id i,order_time i,pay_time i,subplatform_order_no s}]*,warehouse_code s,owner_code s,add_biz_type s,out_batch_num i,package_type i,pay_time i,shop_name s,extend s
yunc.CloudCreateOutboundOrderToB|w|Yunc: cloud create outbound order to b|warehouse_code s,in_warehouse_code s*,delivery_mode i*,erp_order_no s*,order_type i*,expected_qty i*,source_platform_code s*,source_platform_name s*,order_time i*,review_time i*,express_code s*,express_name s,is_insure i*,insure_amount i,express_product_id s,express_product_name s,shop_id i*,shop_name s*,allow_merge i*,sender_info {province_code s,province s*,city_code s,city s*,district_code s,district s*,street_code s,street s,detail s*,name s*,mobile s,tel_phone s}*,receiver_info {province_code s,province s,city_code s,city s,district_code s,district s,street_code s,street s,detail s,name s,mobile s,tel_phone s}*,remark s,buyer_message s,seller_message s,order_details [{line_no s*,cargo_code s,erp_sku_id s,sku_name s*,expected_qty i*,inventory_type i*,inventory_status i*,barcode s,category_name s,product_date i,expire_date i,batch_code s}]*,owner_code s,extend s
yunc.createOutboundOrderToB|w|Cloud warehouse: create a B2B outbound order|warehouse_code s*,in_warehouse_code s,delivery_mode i*,erp_order_no s*,order_type i*,expected_qty i*,source_platform_code s,source_platform_name s,order_time i*,review_time i,express_code s,express_name s,is_insure i,insure_amount i,express_product_id s,express_product_name s,shop_id i*,shop_name s*,allow_merge i*,sender_info {province_code s,province s*,city_code s,city s*,district_code s,district s,street_code s,street s,name s*,mobile s,detail s*},receiver_info {province_code s,province s*,city_code s,city s,district_code s,district s,street_code s,street s,name s*,mobile s,detail s*}*,remark s,buyer_message s,seller_message s,extend s,order_details [{talent_style_no s,line_no s*,inventory_type i*,inventory_status i*,barcode s,category_name s,cargo_code s,erp_sku_id s,sku_name s*,expected_qty i*,product_date i,expire_date i,batch_code s}]*,owner_code s
yunc.erpCargoSinglePush|w|Cloud warehouse: push one cargo item from the ERP|shop_id i*,cargo_name s*,cargo_desc s,english_name s,stock_unit s,length_unit s,length f,width f,height f,weight_unit s,gross_weight f,net_weight f,currency_unit s,market_price f,supply_price f,retail_price f,is_embargo i,is_fragile i,is_large i,is_precious i,is_need_valid i,is_liquid i,is_hazardous i,period_of_validity i,period_of_forbid_sale i,period_of_forbid_take i,period_of_warning i,is_need_batch i,batch_type i,is_must_batch i,accessory_info s,origin_address s,tax_rate s,delivery_temp s,storage_temp s,brand_code s,brand_name s,picture s,erp_sku_id s*,category_id i,category_name s,barcode [s]*,props_extends [{prop_key_id i,prop_key s,prop_val_id i,prop_val s}],sku_props [{prop_key_id i,prop_key s,prop_val_id i,prop_val s}],category_detail {first_cid i,first_cname s,second_cid i,second_cname s,third_cid i,third_cname s,fourth_cid i,fourth_cname s},status i*,warehouse_code s*
yunc.erpInboundCancel|w|Cloud warehouse: cancel a B2B inbound order|biz_order_no s*,action_type i*,cancel_reason s*,order_type s*,owner_code s
yunc.erpInboundCreate|w|Cloud warehouse: create an inbound order|biz_order_no s*,shop_id i*,order_type s*,action_type i*,related_orders s,plan_arr_time i,late_arr_time i,supplier_code s,supplier_name s,delivery_mode i*,delivery_extend s,warehouse_code s*,remark s,extend s,order_details [{line_no s*,biz_order_no s*,cargo_code s,erp_sku_id s,expect_qty i*,inventory_type i*,inventory_status i*,is_batch_assigned i*,sn_list s,product_date i,expire_date i,batch_code s,purchase_price i,currency s,extend s}]*,owner_code s
yunc.fetchSortingInstruction|r|Yunc: fetch sorting instruction|scene_name s*,hu_ident_code s*,weight i,labor_id s*,extend <s s>
yunc.getVirtualMobile|r|Yunc: get virtual mobile|platform_order_no s*,out_order_no s*
yunc.mutilpleGoodsFeedback|w|Yunc: mutilple goods feedback|track_no s,express_code s,occor_time i,extend s
yunc.pushOutboundFeedback|w|Cloud warehouse: external WMS reports outbound progress|order_type i,outbound_order_no s,event_type i,event_description s,warehouse_code s,extend s,slip_no s,occur_time i,owner_code s,package_infos [{package_no s,length i,width i,height i,volume i,weight i,packed_time i,shipped_time i,create_time i,logistics {express_product_type s,logistics_code s,track_no s,delivery_mode i},package_items [{cargo_code s,cargo_name s,unit s,inventory_type i,inventory_status i,quantity i,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s,lot_id s,batch_extend s},line_no s}],composition_mode i,length_unit s,weight_unit s,expect_weight i,pm_infos [{name s,pm_type i,num i,owner_id i,cargo_code s,pm_category i,pm_code s,barcode s,owner_code s,owner_name s,source i}]}],order_lines [{package_no s,line_no s,cargo_code s,cargo_name s,inventory_type i,inventory_status i,shipped_qty i,sn_list s,product_date i,expire_date i,batch_code s,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_Id s,scm_inbound_order s,lot_id s,batch_extend s}}],event_extend_body [{line_no s,cargo_code s,num i}],current_package_no s
yunc.QICOrderCreate|w|Yunc: qicorder create|order_id s,BIC_order_detail {external_shop_id s,user_id s,warehouse_code s,receiver_info {name s,phone s,mobile s,country_code s,province_code s,province_name s,city_code s,city_name s,district_code s,district_name s,street_code s,street_name s,detail_address s},sender_info {name s,phone s,mobile s,country_code s,province_code s,province_name s,city_code s,city_name s,district_code s,district_name s,street_code s,street_name s,detail_address s},buyer_remark s,seller_remark s,book_time i,pay_time i,promise_sign_time i,order_amount i,freight_amount i,pay_amount i,is_allow_merge i,source_platform_code s},BIC_product_infos [{product_id s,product_name s,sku_id i,spec_info s,count i,sku_price i,sku_desc s,pic_url s,unit s,cargo_code s,bar_code s,first_category_id s,second_category_id s,third_category_id s,fourth_category_id s,first_category_name s,second_category_name s,third_category_name s,fourth_category_name s}],extend <s s>
yunc.queryTransportCapabilityStatus|r|Yunc: query transport capability status|platform_order_no s*,out_order_no s*
yunc.realTimeInventoryCallback|w|Yunc: real time inventory callback|idempotent_no s*,total_lines i*,current_page i*,page_size i*,occur_time i*,warehouse_code s*,owner_code s*,details [{cargo_code s*,inventory_type i*,inventory_status i*,total_num i*,can_use_num i*}]*
yunc.reflow.inboundCallback|w|Yunc: reflow inbound callback|warehouse_code s*,inbound_order_no s*,order_type s*,event_type i*,extend <s s>,slip_no s*,occur_time i,details [{line_no s*,cargo_code s*,total_qty i*,received_qty i*,inventory_type i*,inventory_status i*,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s}}]*
yunc.reflow.inboundCreate|w|Yunc: reflow inbound create|warehouse_code s*,inbound_order_no s*,biz_order_no s*,owner_code s,owner_name s,order_type s*,status i*,supplier_code s,supplier_name s,shopid i,shop_name s,remark s,sale_outbound_order_no s,sale_way_bill_no s,sale_express s,sale_express_name s,sale_return_way_bill_no s,sale_return_express s,sale_return_express_name s,order_details [{line_no s*,cargo_code s*,cargo_name s*,barcode s,erp_sku_id s,expect_qty i*,actual_qty i}]*,order_create_time i
yunc.reflow.inventoryAdjust|w|Yunc: reflow inventory adjust|warehouse_code s*,adjust_no s*,adjust_type i*,adjust_time i*,remark s*,details [{line_no s*,cargo_code s*,cargo_name s*,erp_sku_id s,owner_code s,owner_name s,shopid i,shop_name s,adjust_list [{adjust_direction i*,adjust_qty i*,inventory_type i*,inventory_status i*,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s}}]*}]
yunc.reflow.inventoryCheck|w|Yunc: reflow inventory check|warehouse_code s*,audit_date s*,remark s,audit_details [{reflow_order_type i*,shopid i*,order_qty i*}]
yunc.reflow.outboundCallback|w|Yunc: reflow outbound callback|warehouse_code s*,outbound_order_no s*,order_type s*,event_type i*,extend <s s>,slip_no s,occur_time i,package_infos [{package_no s,length i,width i,height i,length_unit s,volume i,volume_unit s,actual_weight i,expect_weight i,weight_unit s,packed_time i,shipped_time i,create_time i,logistics {express s,track_no s,delivery_mode i},package_items [{line_no s,cargo_code s,cargo_name s,unit s,inventory_type i,inventory_status i,quantity i,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s}}],pm_infos [{code s,name s,type i,category i,num i,cargo_code s,bar_code s,owner_code s,owner_name s}],composition_mode i}],details [{line_no s,cargo_code s,inventory_type i,inventory_status i,shipped_qty i,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s}}]
yunc.reflow.outboundCreate|w|Yunc: reflow outbound create|warehouse_code s*,outbound_order_no s*,biz_order_no s*,owner_code s,owner_name s,shopid i,shop_name s,order_type s*,status i*,express s,express_name s,sender_info {province_code s,province s,city_code s,city s,district_code s,district s,street_code s,street s,name s,mobile s,detail s,telephone s},receiver_info {province_code s,province s,city_code s,city s,district_code s,district s,street_code s,street s,name s,mobile s,detail s,telephone s},order_time i,source_platform_code s,source_platform_name s,remark s,order_details [{line_no s*,cargo_code s*,cargo_name s*,barcode s,erp_sku_id s,expect_qty i*,actual_qty i}]*,order_create_time i
yunc.shopWarehouseRefQuery|r|Cloud warehouse: list warehouses a shop joined|shop_id i*
yunc.syncCollectInfo|w|Yunc: sync collect info|warehouse_code s*,cargo_code s*,owner_code s*,weight i,length i,width i,height i,carton_list [{carton f,carton_weight i,carton_length i,carton_width i,carton_height i,loading_standard f,carton_picture_list [s]}],update_time i*,expiry_date i,weight_picture_list [s],length_picture_list [s],width_picture_list [s],height_picture_list [s],expiry_date_picture_list [s],net_weight i,net_weight_picture_list [s],barcode_info_list [{barcode s,barcode_picture s}]
yunc.synchronizeSN|w|Yunc: synchronize sn|warehouse_code s*,order_no s*,order_type s*,owner_code s*,track_no s,express_code s,occur_time i*,idempotent_no s*,extend <s s>,sn_list [{sn_code s*,cargo_code s*}]*
yunc.syncInventoryLogFlow|w|Yunc: sync inventory log flow|idempotent_no s*,total_lines i*,current_page i*,page_size i*,warehouse_code s*,owner_code s*,snapshot_time s*,api_time i*,details [{occur_time i*,cargo_code s*,cargo_type i*,inventory_type i*,inventory_status i*,lot_no s*,product_date i*,expire_date i*,receipt_date i*,supplier_id s*,scm_inbound_order s*,order_type s*,wms_order_no s*,erp_order_no s*,change_qty i*,unit s*,lot_id s,batch_extend s}]*
yunc.syncInventoryLogFlowV2|w|Yunc: sync inventory log flow v2|idempotent_no s*,total_lines i*,current_page i*,page_size i*,warehouse_code s*,owner_code s*,snapshot_time s*,api_time i*,details [{occur_time i*,cargo_code s*,cargo_type i*,inventory_type i*,inventory_status i*,lot_no s*,product_date i*,expire_date i*,receipt_date i*,supplier_id s*,scm_inbound_order s*,order_type s*,wms_order_no s*,erp_order_no s*,change_qty i*,unit s*,lot_id s,batch_extend s}]*,vendor_no s*,shop_id_out i*
yunc.syncInventorySnapshot|w|Yunc: sync inventory snapshot|idempotent_no s*,total_lines i*,current_page i*,page_size i*,occur_time i*,warehouse_code s*,owner_code s*,api_time i*,details [{cargo_code s*,cargo_type i*,inventory_type i*,inventory_status i*,scm_inbound_order s*,supplier_id s*,product_date i*,expire_date i*,receipt_date i*,batch_number s*,opening_inventory f*,ending_inventory f*,occupied_inventory i,lot_id s,batch_extend s}]*
yunc.syncInventorySnapshotV2|w|Yunc: sync inventory snapshot v2|idempotent_no s*,total_lines i*,current_page i*,page_size i*,occur_time i*,warehouse_code s*,owner_code s*,api_time i*,details [{cargo_code s*,cargo_type i*,inventory_type i*,inventory_status i*,scm_inbound_order s*,supplier_id s*,product_date i*,expire_date i*,receipt_date i*,batch_number s*,opening_inventory f*,ending_inventory f*,occupied_inventory i,lot_id s,batch_extend s}]*,vendor_no s*,shop_id_out i*
yunc.uploadErpFile|w|Yunc: upload erp file|bin_file_uri ?*,name s*,idempotent s*,line_number i*,file_md5 s*,file_number i*,total_line_number i*,bin_original_uri s*
yunc.valueAddedOrderCallBack|w|Yunc: value added order call back|value_added_order_no s*,event_type i*,warehouse_code s*,biz_order_no s*,occur_time i*,operator s*,details [{line_no s*,actual_qty i*}]
yunc.wmsInboundCallback|w|Cloud warehouse: report inbound results|inbound_order_no s*,order_type s*,status i*,operate_time i*,operator s*,reamrk s,warehouse_code s*,details [{line_no s*,inbound_order_no s*,sn_list s,total_qty i*,received_qty i*,batch_code s,product_date i,expire_date i,inventory_type i*,inventory_status i*,remark s,extend s,owner_code s*,batch_info {batch_number s,product_date i,expire_date i,receipt_date i,supplier_id s,scm_inbound_order s,lot_id s,batch_extend s},defect_reason {code s*,desc_msg s*}}]*,out_biz_code s,rejection_details [{line_no s*,rejection_qty i*,rejection_reason s,rejection_remark s}],sign_detail {express s*,way_bill_no s*,driver s*,plate_number s*,contact_way s*},event_type_remark s,picture_list [s],abnormal_info_list [{abnormal_source s*,cargo_code s*,qty i*,abnormal_info_type s*,abnormal_info_remark s*,abnormal_picture_list [s]*}]
`;
